import Base
import CSite
import ContractKit

/// A kind of page: what it adds to the navigation, and the pages that it makes.
///
/// A new kind is a file with such a type, and its line in `Site.kinds`.
protocol PageKind: Sendable {
  /// Its page in the navigation; nil where it has none, or nothing to show.
  func place(_ content: SiteContent) -> Layout.Place?

  /// What the first page says of it under "At a glance": what a reviewer asks, and the answer.
  func answers(_ content: SiteContent) -> [(question: HTML, answer: HTML)]

  /// Makes the pages one after the other; each is written before the next is made.
  func pages(_ content: SiteContent, _ write: (Page) throws -> Void) throws
}

extension PageKind {
  /// Nothing is asked of most.
  func answers(_ content: SiteContent) -> [(question: HTML, answer: HTML)] { [] }
}

/// The site of a project: a folder of pages that opens from disk, needs no server and asks none for anything.
public enum Site {
  /// In the order of the navigation.
  static let kinds: [any PageKind] = [
    OverviewPage(),
    ContractPages(),
    FalsifierPages(),
    MarginPage(),
    MutantPage(),
    HolePage(),
    HypothesisPage(),
    ChangePage(),
    TracePages(),
    ConformancePage(),
    FindingPage(),
  ]

  /// What was written.
  public struct Summary: Sendable {
    /// Pages, style sheet and script.
    public let files: Int
    /// Their bytes.
    public let bytes: Int
    /// The bytes of the largest page.
    public let largest: Int
    /// Files of an earlier run that are no more.
    package let removed: Int
  }

  /// Writes the site into a folder, which must be new, empty, or a site.
  ///
  /// The same content gives the same bytes. Memory: that of the content, and one page.
  ///
  /// - Throws: `FileError`; an error that says why the folder is not written into.
  public static func write(_ content: SiteContent, to path: String) throws -> Summary {
    let folder = try SiteFolder(path)
    let layout = Layout(project: content.project, places: kinds.compactMap { $0.place(content) })
    var (bytes, largest) = (0, 0)
    for file in [("style.css", cst_style()), ("site.js", cst_script())] {
      let data = Array(UnsafeRawBufferPointer(start: file.1.bytes, count: file.1.count))
      bytes += data.count
      try folder.write(file.0, data)
    }
    for kind in kinds {
      try kind.pages(content) { page in
        let parts = page.parts()
        for (index, part) in parts.enumerated() {
          let html = layout.html(page, content: part, part: index + 1, of: parts.count)
          bytes += html.count
          largest = max(largest, html.count)
          try folder.write(page.file(part: index + 1), Array(html.text.utf8))
        }
      }
    }
    let (files, removed) = try folder.finish()
    return Summary(files: files, bytes: bytes, largest: largest, removed: removed)
  }
}
