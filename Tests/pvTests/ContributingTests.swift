import ContractKit
import Foundation
import XCTest

/// docs/contributing.md against the repository: its lists are those of the files that have to do with their examples.
final class ContributingTests: XCTestCase {
  func testTheListsAreThoseOfTheirExamples() throws {
    let repository = try Repository()
    let lists = try ContributorList.all(in: repository.text("docs/contributing.md"))
    XCTAssertEqual(
      lists.map(\.title),
      [
        "Add a kernel", "Offer a kernel to pv conform", "Add a rule", "Add a metric", "Add a quantization type",
        "Add a subcommand",
      ])
    for list in lists {
      XCTAssertEqual(list.problems(in: repository), [], "docs/contributing.md, \(list.title)")
    }
  }

  /// What an addition may cost, as the layout of the repository has it.
  func testTheListsAreShort() throws {
    let lists = try ContributorList.all(in: try Repository().text("docs/contributing.md"))
    func list(_ title: String) throws -> ContributorList {
      try XCTUnwrap(lists.first { $0.title == title }, title)
    }
    XCTAssertLessThanOrEqual(try list("Add a kernel").new.count, 14)
    XCTAssertLessThanOrEqual(try list("Add a kernel").edited.count, 4)
    XCTAssertLessThanOrEqual(try list("Add a metric").files.count, 5)
    XCTAssertLessThanOrEqual(try list("Add a quantization type").files.count, 4)
  }

  /// A check that finds nothing would be none.
  func testAListThatIsWrongIsFound() throws {
    let repository = Repository(files: [
      "Sources/A/Sum.swift": "func sum", "Sources/A/Table.swift": "sum", "Sources/B/Other.swift": "product",
      "docs/sums.md": "a sum",
    ])
    func problems(_ body: String) throws -> [String] {
      try ContributorList.all(in: "# T\n\n## Add\n\nExample: `sum`.\n\n" + body).flatMap { $0.problems(in: repository) }
    }
    let right = "- new: `Sources/…/Sum.swift`\n- edited: `Sources/A/Table.swift`: a row\n\nUses: `docs`\n"
    XCTAssertEqual(try problems(right), [])
    XCTAssertEqual(
      try problems(right.replacingOccurrences(of: "Uses: `docs`", with: "")), ["docs/sums.md is not listed"])
    XCTAssertEqual(
      try problems(right.replacingOccurrences(of: "- new: `Sources/…/Sum.swift`\n", with: "")),
      ["Sources/A/Sum.swift is not listed"])
    XCTAssertEqual(
      try problems(right + "\n- edited: `Sources/B/Other.swift`\n"),
      ["Sources/B/Other.swift does not mention the example"])
    XCTAssertEqual(try problems(right + "\n- edited: `Sources/None.swift`\n"), ["Sources/None.swift is no file"])
    XCTAssertEqual(
      try problems(right.replacingOccurrences(of: "`docs`", with: "`docs`, `Sources/B`")),
      ["no file of Sources/B uses the example"])
  }
}

/// One section of the page.
private struct ContributorList {
  let title: String
  /// Words that stand in a file that has to do with the example.
  private(set) var examples: [String] = []
  private(set) var new: [String] = []
  private(set) var edited: [String] = []
  /// Files and folders that use the example, which an addition does not touch, and generated files.
  private(set) var uses: [String] = []

  var files: [String] { new + edited }

  struct Malformed: Error { let line: String }

  static func all(in page: String) throws -> [ContributorList] {
    try page.components(separatedBy: "\n## ").dropFirst().map(ContributorList.init)
  }

  private init(_ section: String) throws {
    let lines = section.components(separatedBy: "\n")
    title = lines[0]
    for item in lines where item.hasPrefix("- ") {
      guard let path = Self.spans(item).first else { throw Malformed(line: item) }
      if item.hasPrefix("- new: ") {
        new.append(path)
      } else if item.hasPrefix("- edited: ") {
        edited.append(path)
      } else {
        throw Malformed(line: item)
      }
    }
    for paragraph in section.components(separatedBy: "\n\n") {
      if paragraph.hasPrefix("Example: ") { examples += Self.spans(paragraph) }
      if paragraph.hasPrefix("Uses: ") || paragraph.hasPrefix("Generated: ") { uses += Self.spans(paragraph) }
    }
    guard !examples.isEmpty, !files.isEmpty else { throw Malformed(line: title) }
  }

  /// What stands between backticks.
  private static func spans(_ text: String) -> [String] {
    text.components(separatedBy: "`").enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
  }

  func problems(in repository: Repository) -> [String] {
    let mentioning = repository.files(mentioning: examples)
    var problems: [String] = []
    var listed: Set<String> = []
    for path in files {
      guard let file = repository.file(path) else {
        problems.append("\(path) is no file")
        continue
      }
      listed.insert(file)
      if !mentioning.contains(file) { problems.append("\(file) does not mention the example") }
    }
    let rest = mentioning.subtracting(listed)
    func isOf(_ file: String, _ use: String) -> Bool { file == use || file.hasPrefix(use + "/") }
    problems += uses.filter { use in !rest.contains { isOf($0, use) } }.map { "no file of \($0) uses the example" }
    problems += rest.filter { file in !uses.contains { isOf(file, $0) } }.sorted().map { "\($0) is not listed" }
    return problems
  }
}

/// The files of the repository that people write, by path.
private struct Repository {
  private let texts: [String: String]

  init(files: [String: String]) { texts = files }

  /// This one, without what is measured, recorded, generated or only told: evidence, goldens, results, the change log.
  init() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let folders = ["Benchmarks", "Sources", "Tests", "contracts", "docs", "findings", "python", "scripts"]
    let written = ["swift", "c", "h", "py", "sh", "md", "yaml", ""]
    let told = [
      "/docs/conformance/", "/docs/mutation-matrix.md", "/Benchmarks/results/", "/Golden/", "/.build/", "/__pycache__/",
    ]
    var texts: [String: String] = [:]
    for path in try folders.flatMap({ try Self.paths(below: $0, of: root) }) + ["README.md", "ship-spec.md"] {
      guard written.contains((path as NSString).pathExtension), !told.contains(where: "/\(path)".contains) else {
        continue
      }
      texts[path] = try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)
    }
    self.texts = texts
  }

  private static func paths(below folder: String, of root: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: "\(root)/\(folder)").map { "\(folder)/\($0)" }
  }

  func text(_ path: String) throws -> String { try XCTUnwrap(texts[path], path) }

  /// The one file of a path, in which `…` stands for any folders.
  func file(_ path: String) -> String? {
    let ends = path.components(separatedBy: "…")
    guard ends.count == 2 else { return texts[path] == nil ? nil : path }
    let found = texts.keys.filter { $0.hasPrefix(ends[0]) && $0.hasSuffix(ends[1]) }
    return found.count == 1 ? found[0] : nil
  }

  /// The files in which one of some names stands as a whole word; the page that lists them is none.
  func files(mentioning names: [String]) -> Set<String> {
    let words = names.map(NSRegularExpression.escapedPattern).joined(separator: "|")
    let pattern = try! NSRegularExpression(pattern: "(?<![A-Za-z0-9_])(?:\(words))(?![A-Za-z0-9_])")
    return Set(
      texts.filter { path, text in
        path != "docs/contributing.md" && names.contains(where: text.contains)
          && pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
      }.keys)
  }
}
