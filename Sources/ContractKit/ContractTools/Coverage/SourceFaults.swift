/// Faults planted in sources, as a page with the table of a mutation run tells of them.
///
/// The page is what `scripts/mutate --table` of the pv repository writes: a table whose first columns are `file`,
/// `killed`, `timeout`, `survived` and `explained`, and one of whose others may be `not reached`, with a last row `all`. Nothing
/// depends on it: a run takes hours, and its figures are those of its day.
public struct SourceFaults: Sendable {
  /// A file, or all of them.
  public struct Row: Equatable, Sendable {
    /// The path from the package's root; `all` in the last row.
    public let file: String
    /// Faults that a falsifier noticed.
    package let noticed: Int
    /// Faults that none noticed.
    package let survived: Int
    /// Those of them that a contract explains under `survivors:`.
    package let explained: Int
    /// Faults in places that no falsifier executes; they are none of the others.
    package let notReached: Int

    /// Those that nothing explained when the run was made.
    package var unexplained: Int { survived - explained }
  }

  /// The page, as it was given.
  package let page: String
  /// In the page's order, without the last.
  public let files: [Row]
  /// The last row.
  public let all: Row
  /// The sums over what each contract names under `implementation:`, with the contract's id in place of the path; none of a
  /// contract of whose files the page has no row.
  public let contracts: [Row]

  /// Those of pages that have such a table.
  ///
  /// - Parameter pages: files, and folders whose `*.md` are meant.
  static func all(in pages: [String], of contracts: [Contract]) -> [SourceFaults] {
    DocumentFile.all(pages).compactMap { page in
      (try? DocumentFile.read(page)).flatMap {
        SourceFaults(String(decoding: $0, as: UTF8.self), page: page, contracts: contracts)
      }
    }
  }

  /// Nil where the page has no such table.
  init?(_ text: String, page: String, contracts: [Contract]) {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false).map(MarkdownRow.init)
    let columns: [Substring] = ["file", "killed", "timeout", "survived", "explained"]
    guard let start = rows.firstIndex(where: { $0.map { $0.cells.starts(with: columns) } ?? false }) else { return nil }
    let notReached = rows[start]?.cells.firstIndex(of: "not reached")
    let body = rows[(start + 1)...].prefix { $0 != nil }.compactMap { $0 }.compactMap { Self.row($0, notReached) }
    guard let all = body.last, all.file == "all" else { return nil }
    self.page = PathText.shown(page)
    self.all = all
    let files = Array(body.dropLast())
    self.files = files
    self.contracts = contracts.compactMap { contract in
      let paths = Set(contract.equations.flatMap(\.implementation).map(\.value))
      let own = files.filter { row in paths.contains { row.file == $0 || GivenPath.isBelow(row.file, $0) } }
      return own.isEmpty ? nil : Row(contract.id, sumOf: own)
    }
  }

  /// Nil for the line below the header.
  private static func row(_ row: MarkdownRow, _ notReached: Int?) -> Row? {
    let numbers = row.cells.dropFirst().prefix(4).compactMap { Int($0) }
    guard numbers.count == 4 else { return nil }
    let unseen = notReached.flatMap { row.cells.indices.contains($0) ? Int(row.cells[$0]) : nil }
    return Row(
      file: String(row.cells[0]), noticed: numbers[0] + numbers[1], survived: numbers[2], explained: numbers[3],
      notReached: unseen ?? 0)
  }
}

extension SourceFaults.Row {
  fileprivate init(_ name: String, sumOf rows: [Self]) {
    func sum(_ part: KeyPath<Self, Int>) -> Int { rows.reduce(0) { $0 + $1[keyPath: part] } }
    self.init(
      file: name, noticed: sum(\.noticed), survived: sum(\.survived), explained: sum(\.explained),
      notReached: sum(\.notReached))
  }
}
