/// The file of a contract, or of hypotheses: what it says, or why it says nothing. There is always a value, so that no
/// file is lost from a total.
public final class ContractFile: Sendable {
  /// The path as it was given, or found below a folder that was given.
  public let path: String
  /// The bytes; nil where the file cannot be read.
  public let source: SourceText?
  /// The located tree; nil where the file is not YAML.
  public let root: YAMLNode?
  /// The typed form; nil where the file is no contract. Complete only where nothing is wrong with it.
  public let contract: Contract?
  /// The hypotheses of a file that has nothing else; nil where it is a contract, or says nothing.
  package let investigation: Investigation?
  /// What it is where another tool reads it; nil where it is a contract, has hypotheses, or says nothing.
  package let foreign: ForeignFile?
  /// What was found while reading it, in the order of the file; the rules are not in it.
  public let diagnostics: [Diagnostic]
  /// The tree with misspelled keys read as what they were meant to be; the same where none is misspelled.
  ///
  /// The rules look at it, so that one mistake is one finding; verdicts never do.
  package let meantRoot: YAMLNode?
  /// The contract that this tree spells; the same where no key is misspelled.
  package let meantContract: Contract?
  /// Keys that the format does not know and that resemble none, and how often each is there; they are kept.
  package let unknownKeys: [String: Int]
  /// What the file was when it was read; nil where it cannot be read again.
  package let stamp: FileStamp?
  /// Which file it is; nil where that is not known, as of one that is nowhere but on standard input.
  let inode: Inode?

  /// Decodes the bytes of a file.
  ///
  /// - Parameter terms: what a contract can name; the project's, where it is one of a project.
  public convenience init(path: String, bytes: [UInt8], terms: Terms = .builtIn) {
    self.init(path: path, bytes: bytes, keepsProse: true, terms: terms)
  }

  /// - Parameters:
  ///   - keepsProse: whether the contract has its texts for people, which no rule reads.
  ///   - stamp: what the file was, for so many lines.
  ///   - inode: which file the bytes stand for, where they were not read from it.
  package convenience init(
    path: String, bytes: [UInt8], keepsProse: Bool, terms: Terms = .builtIn, inode: Inode? = nil,
    stamp: (_ lines: Int) -> FileStamp? = { _ in nil }
  ) {
    guard bytes.count <= YAMLLimits.bytes else {
      self.init(
        path: path,
        diagnostics: [
          Rule.fileTooLarge.diagnostic("the file has more than \(YAMLLimits.bytes) bytes", path: path)
        ], inode: inode)
      return
    }
    let source = SourceText(path: path, bytes: bytes)
    let reader = YAMLReader(source)
    var diagnostics = reader.diagnostics
    var contract: Contract?
    var investigation: Investigation?
    var foreign: ForeignFile?
    var unknownKeys: [String: Int] = [:]
    var meant: (root: YAMLNode, contract: Contract)?
    if let root = reader.root {
      if Self.isInvestigation(root) {
        let checker = ShapeChecker(root, investigation: source)
        diagnostics += checker.diagnostics
        unknownKeys = checker.unknownKeys
        investigation = Investigation(
          id: Self.stem(path), path: source.path,
          hypotheses: ContractDecoder(source, keepsProse: keepsProse).hypotheses(root))
      } else if !Self.hasSections(root), let other = ForeignFile(root, source, besides: Self.sections + ["hypotheses"])
      {
        foreign = other
      } else if let problem = Self.notAContract(root, source) {
        diagnostics.append(problem)
      } else {
        let decoder = ContractDecoder(source, keepsProse: keepsProse, terms: terms)
        let decoded = decoder.contract(root, id: Self.stem(path))
        let checker = ShapeChecker(root, source: source, isStrict: decoded.isStrict, terms: terms)
        diagnostics += checker.diagnostics
        unknownKeys = checker.unknownKeys
        contract = decoded
        // Whether a contract is strict is never guessed.
        let words = checker.meant.filter { $0.value != "format" }
        if !words.isEmpty {
          let respelled = YAMLNode(tree: root.tree.respelled(words), position: root.position)
          meant = (respelled, decoder.contract(respelled, id: Self.stem(path)))
        }
      }
    }
    self.init(
      path: path, source: source, root: reader.root, contract: contract, investigation: investigation,
      foreign: foreign, diagnostics: diagnostics, unknownKeys: unknownKeys, meant: meant,
      stamp: stamp(source.lineCount), inode: inode)
  }

  package init(
    path: String, source: SourceText? = nil, root: YAMLNode? = nil, contract: Contract? = nil,
    investigation: Investigation? = nil, foreign: ForeignFile? = nil, diagnostics: [Diagnostic],
    unknownKeys: [String: Int] = [:], meant: (root: YAMLNode, contract: Contract)? = nil, stamp: FileStamp? = nil,
    inode: Inode? = nil
  ) {
    self.path = path
    self.source = source
    self.root = root
    self.contract = contract
    self.investigation = investigation
    self.foreign = foreign
    self.diagnostics = diagnostics
    self.unknownKeys = unknownKeys
    (meantRoot, meantContract) = (meant?.root ?? root, meant?.contract ?? contract)
    self.stamp = stamp
    self.inode = stamp?.inode ?? inode
  }

  /// Whether reading alone found an error; what the file says must not be judged then.
  package var hasErrors: Bool { !isReadable || diagnostics.contains { $0.severity == .error } }

  /// Whether it is known what the file is, whatever is wrong with that.
  public var isReadable: Bool { contract != nil || investigation != nil || foreign != nil }

  /// Whether it counts as a contract: all files do but those of hypotheses and those that other tools read.
  package var isContract: Bool { investigation == nil && foreign == nil }

  /// What it says as an answer to questions, whichever of the two it is.
  package var hypotheses: [Hypothesis] { contract?.hypotheses ?? investigation?.hypotheses ?? [] }

  /// The file's name without folders and without its last extension.
  public static func stem(_ path: String) -> String {
    var path = path
    return path.withUTF8 { path in
      var end = path.endIndex
      // Slashes at the end belong to no name.
      while end > 0, path[end - 1] == UInt8(ascii: "/") { end -= 1 }
      guard end > 0 else { return String(decoding: path, as: UTF8.self) }
      let start = path[..<end].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
      let dot = path[start..<end].lastIndex(of: UInt8(ascii: "."))
      return String(decoding: path[start..<(dot.flatMap { $0 == start ? nil : $0 } ?? end)], as: UTF8.self)
    }
  }

  /// The sections any of which makes a file a contract.
  private static let sections = ["metadata", "equations", "falsification_tests", "proof_obligations"]

  /// Whether a file is one of hypotheses: it has some, and none of the sections of a contract.
  private static func isInvestigation(_ root: YAMLNode) -> Bool {
    root.entry("hypotheses") != nil && !hasSections(root)
  }

  private static func hasSections(_ root: YAMLNode) -> Bool { sections.contains { root.entry($0) != nil } }

  private static func notAContract(_ root: YAMLNode, _ source: SourceText) -> Diagnostic? {
    if hasSections(root) { return nil }
    guard let entries = root.entries else {
      return Rule.notAContract.diagnostic(
        "a contract must be a mapping, not \(root.kindName)", path: source.path, range: source.range(root.offsets),
        help: "start with `metadata:`")
    }
    let names = entries.compactMap(\.name)
    // A misspelled section is still a contract's, and the shape checker says what it should be.
    if names.contains(where: { Suggestion.nearest(to: $0, among: sections) != nil }) { return nil }
    return Rule.notAContract.diagnostic(
      "the file has neither `metadata` nor `equations` nor `falsification_tests`", path: source.path,
      range: source.range(entries.first?.key.offsets ?? root.offsets),
      help: names.contains("contract") || names.contains("tests")
        ? "write `metadata:` instead of `contract:`, and `falsification_tests:` instead of `tests:`"
        : "if the file is something else, name it under `exclude:` in pv.yaml, or keep it elsewhere")
  }
}
