/// Faults planted in sources, as a page with the table of a mutation run tells of them.
///
/// The page is what `scripts/mutate --table` of the pv repository writes: a table whose first columns are `file`,
/// `killed`, `timeout`, `survived` and `explained`, with a last row `all`. Nothing depends on it: a run takes hours, and its
/// figures are those of its day.
public struct SourceFaults: Sendable {
  /// A file, or all of them.
  public struct Row: Equatable, Sendable {
    /// The path from the package's root; `all` in the last row.
    public let file: String
    /// Faults that a falsifier noticed.
    public let noticed: Int
    /// Faults that none noticed.
    public let survived: Int
    /// Those of them that a contract explains under `survivors:`.
    public let explained: Int

    /// Those that nothing explained when the run was made.
    public var unexplained: Int { survived - explained }
  }

  /// The page, as it was given.
  public let page: String
  /// In the page's order, without the last.
  public let files: [Row]
  /// The last row.
  public let all: Row

  /// Those of pages that have such a table.
  ///
  /// - Parameter pages: files, and folders whose `*.md` are meant.
  static func all(in pages: [String]) -> [SourceFaults] {
    DocumentFile.all(pages).compactMap { page in
      (try? DocumentFile.read(page)).flatMap { SourceFaults(String(decoding: $0, as: UTF8.self), page: page) }
    }
  }

  /// Nil where the page has no such table.
  init?(_ text: String, page: String) {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(MarkdownRow.init)
    let columns: [Substring] = ["file", "killed", "timeout", "survived", "explained"]
    guard let start = rows.firstIndex(where: { $0.map { $0.cells.starts(with: columns) } ?? false }) else { return nil }
    let body = rows[(start + 1)...].prefix { $0 != nil }.compactMap { $0 }.compactMap(Self.row)
    guard let all = body.last, all.file == "all" else { return nil }
    self.page = PathText.shown(page)
    self.all = all
    files = Array(body.dropLast())
  }

  /// Nil for the line below the header.
  private static func row(_ row: MarkdownRow) -> Row? {
    let numbers = row.cells.dropFirst().prefix(4).compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    return Row(
      file: String(row.cells[0]), noticed: numbers[0] + numbers[1], survived: numbers[2], explained: numbers[3])
  }
}
