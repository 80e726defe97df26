import Base

/// A source file, read once: its digest, its words and its outline.
final class SourceFile: Sendable {
  /// From the package's root.
  let path: String
  /// Of the bare text.
  let digest: Digest
  /// Without repeats, in no order that means anything.
  let words: Set<Word>
  /// Those that follow `import`.
  let imports: Set<Word>
  let outline: Outline

  var isSwift: Bool { path.hasSuffix(".swift") }
  var isC: Bool { path.hasSuffix(".c") }
  var isHeader: Bool { [".h", ".hpp", ".inc"].contains { path.hasSuffix($0) } }
  var name: Substring { path.split(separator: "/").last ?? "" }

  /// Whether the name is one of a source.
  static func isSource(_ path: String) -> Bool {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return false }
    return extensions.contains(String(path[dot...]))
  }

  private static let extensions: Set = [
    ".swift", ".c", ".h", ".cc", ".cpp", ".cxx", ".hpp", ".inc", ".m", ".mm", ".S", ".s", ".modulemap",
  ]

  init(path: String, bytes: [UInt8]) {
    self.path = path
    let bare = BareText.of(bytes)
    digest = Digest(of: bare)
    let all = Word.all(in: bare)
    words = Set(all)
    imports = path.hasSuffix(".swift") ? Self.imports(all) : []
    var outline: Outline
    switch path.split(separator: ".").last {
    case "swift": outline = Outline(swift: bytes)
    case "c", "h", "inc": outline = Outline(c: bytes, isHeader: !path.hasSuffix(".c"))
    case "modulemap": outline = Outline(moduleMap: bytes)
    default:
      // Its declarations are not read, what it includes is.
      outline = Outline(c: bytes, isHeader: true)
      (outline.provides, outline.prototypes) = ([], [])
      outline.isAlwaysReached = true
    }
    if path.hasSuffix("/main.swift") { outline.isAlwaysReached = true }
    if !path.hasSuffix(".swift"), !words.isDisjoint(with: Self.runsUncalled) { outline.isAlwaysReached = true }
    self.outline = outline
  }

  private static let importWord = Word("import")
  private static let kinds = Set(
    ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"].map { Word($0) })
  /// Attributes of C by which code runs, or takes a name's place, without being called.
  private static let runsUncalled = Set(
    ["constructor", "destructor", "weak", "weakref", "alias", "ifunc"].map { Word($0) })

  private static func imports(_ words: [Word]) -> Set<Word> {
    var imports: Set<Word> = []
    for (index, word) in words.enumerated() where word == importWord && index + 1 < words.count {
      let isKind = kinds.contains(words[index + 1])
      if index + (isKind ? 2 : 1) < words.count { imports.insert(words[index + (isKind ? 2 : 1)]) }
    }
    return imports
  }
}
