/// A contract in the public format, written as one of `pv/1`: what can be read from it is carried over by small edits of its
/// text, so that comments, order and unknown keys stay; the rest is listed.
///
/// What is guessed (the clause that a falsifier is about, the check that a tolerance is) has a reason beside it, and is for
/// somebody to confirm.
package struct ContractImport: Sendable {
  /// Why a file cannot be imported.
  package enum Problem: Error, CustomStringConvertible {
    case notReadable(String)
    case alreadyStrict(String)
    case foreign(String, String)
    case readsOtherwise(String, String)

    package var description: String {
      switch self {
      case .notReadable(let path): "\(path) is not readable as a contract; see pv validate \(path)"
      case .foreign(let path, let name): "\(path) is not a contract: it is \(name)"
      case .alreadyStrict(let path): "\(path) already declares pv/1; see pv validate \(path)"
      case .readsOtherwise(let path, let why):
        "\(path) is written in a way that cannot be edited safely: \(why); write it in block style and import it again"
      }
    }
  }

  /// Something that was carried over.
  package struct Step: Sendable {
    /// Where it comes from, as a line of the given file.
    package let line: Int
    /// What is written, and why.
    package let message: String
  }

  /// The bytes of the new contract.
  package let bytes: [UInt8]
  /// What was carried over, by line.
  package let steps: [Step]
  /// What `pv validate` still finds, by rule: how often, and the first of it.
  package let left: [(rule: String, count: Int, first: Diagnostic)]

  /// - Parameters:
  ///   - path: where the result will stand; what it depends on is looked for beside it.
  ///   - today: the day on which it is judged.
  /// - Throws: `Problem`.
  package init(_ file: ContractFile, as path: String, today: CalendarDate) throws {
    if let foreign = file.foreign { throw Problem.foreign(file.path, foreign.name) }
    guard file.contract != nil else { throw Problem.notReadable(file.path) }
    guard file.contract?.isStrict == false else { throw Problem.alreadyStrict(file.path) }
    // A misspelled key would hide what stands below it.
    let fixed = FixedFile(file)
    let terms = file.contract?.terms ?? .builtIn
    let mended = ContractFile(path: file.path, bytes: fixed.new, terms: terms)
    guard let root = mended.root, let source = mended.source, let contract = mended.contract else {
      throw Problem.notReadable(file.path)
    }
    var writer = ImportWriter(root, source)
    writer.write()
    bytes = writer.result
    let renamed = fixed.fixes.map { fix in
      Step(line: file.source!.range(fix.offsets).start.line, message: fix.title)
    }
    steps = renamed + writer.steps
    let new = ContractFile(path: path, bytes: bytes, terms: terms)
    guard let result = new.contract, result.isStrict else {
      throw Problem.readsOtherwise(file.path, new.diagnostics.first?.message ?? "it would be no contract")
    }
    let same =
      result.equations.map(\.id.value) == contract.equations.map(\.id.value)
      && result.equations.map { $0.invariants.map(\.statement.value) }
        == contract.equations.map { $0.invariants.map(\.statement.value) }
      && result.falsifiers.map(\.id.value) == contract.falsifiers.map(\.id.value)
      && result.obligations.count == contract.obligations.count
    guard same else { throw Problem.readsOtherwise(file.path, "clauses or falsifiers would be lost") }
    let findings = Validation(ContractSet(files: [new]), today: today).diagnostics
    left = Dictionary(grouping: findings, by: \.rule).map { (rule: $0.key, count: $0.value.count, first: $0.value[0]) }
      .sorted { ($0.first.range?.start.line ?? 0, $0.rule) < ($1.first.range?.start.line ?? 0, $1.rule) }
  }
}
