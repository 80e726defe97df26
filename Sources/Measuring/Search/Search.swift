import ContractKit
import Provenance

/// The searches of one falsifier: where its exact cases stand, what was searched, what was found.
final class Search {
  let mode: SearchMode
  private let exact: ExactCases
  private let root: String
  private var domains: Set<String> = []
  private(set) var counterexamples: [Counterexample] = []
  /// What an exploration tried and found nothing in, for the log.
  private(set) var explored: [String] = []

  init(mode: SearchMode, falsifier: String, testFile: String, root: String) throws {
    self.mode = mode
    self.root = root
    exact = try ExactCases(
      path: KeyBook.exactCases(testFile: testFile, falsifier: falsifier), falsifier: falsifier, root: root)
  }

  /// The searches of a trial, whose exact cases are given.
  init(mode: SearchMode, exact: ExactCases) {
    self.mode = mode
    self.exact = exact
    root = ""
  }

  /// The exact cases of a domain, in the order of the file.
  ///
  /// - Throws: `FalsifierError.exactCasesUnreadable` where a line is not a case of the domain.
  func exactCases<Case: ExactCase>(of domain: CaseDomain<Case>) throws -> [Case] {
    precondition(domains.insert(domain.name).inserted, "the domain \(domain.name) is searched twice")
    return try exact.lines.enumerated().filter { $0.element.domain == domain.name }.map { index, line in
      do { return try Case(CaseFields(members: line.fields)) } catch {
        throw FalsifierError.exactCasesUnreadable(path: exact.path, line: index + 1, reason: "\(error)")
      }
    }
  }

  /// Keeps a counterexample; an exploration also writes it into the file of exact cases.
  func keep(_ found: Counterexample) throws {
    counterexamples.append(found)
    guard case .explore = mode, !exact.lines.contains(where: { $0.text == found.line.text }) else { return }
    if let folder = Files.parent(of: "\(root)/\(exact.path)") { try Files.makeFolder(folder) }
    try Files.append(Array((found.line.text + "\n").utf8), to: "\(root)/\(exact.path)")
  }

  func note(_ text: String) { explored.append(text) }

  /// Where exact cases are kept.
  var exactCasesPath: String { exact.path }

  /// Every exact case belongs to a domain that was searched: none is left out in silence.
  func checkComplete() throws {
    if case .only(let line) = mode, !domains.contains(line.domain) {
      throw FalsifierError.environment("PV_CASE", reason: "no domain searched here is called \(line.domain)")
    }
    for (index, line) in exact.lines.enumerated() where !domains.contains(line.domain) {
      throw FalsifierError.exactCasesUnreadable(
        path: exact.path, line: index + 1, reason: "no domain searched here is called \(line.domain)")
    }
  }
}

/// A case on which the real kernel violates a check, made as small as the shrinker could.
package struct Counterexample {
  /// As it can be given again.
  package let line: ExactCases.Line
  /// How it was found, in words.
  package let origin: String
  /// What it violates, and the elements that do.
  package let report: [String]

  /// The members of the case, a line each.
  package var members: [String] { line.fields.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.text)" } }

  /// For the log: the case, what is wrong, the line that reproduces it, and the one that keeps it.
  func text(test: String, exactCases: String) -> String {
    let command = TestReference(test)?.command ?? "swift test"
    return
      (["  smallest counterexample in \"\(line.domain)\", \(origin):"] + members.map { "    \($0)" } + report + [
        "  try it alone: PV_CASE='\(line.text)' \(command)",
        "  keep it:      echo '\(line.text)' >> \(exactCases)",
      ]).joined(separator: "\n")
  }
}
