import Base

/// A source file, read once: its digest, its words and its outline.
final class SourceFile: Sendable {
  /// From the package's root.
  let path: String
  /// Of the bare text.
  let digest: Digest
  let words: Set<Word>
  /// Those that follow `import`.
  let imports: Set<Word>
  /// Those of them that every file of the target sees as if it had imported them: behind `_exported import`.
  let exports: Set<Word>
  let outline: Outline
  /// Whether its names that are not public are seen by whoever it imports.
  let isTestable: Bool

  let isSwift: Bool
  let isC: Bool
  let isHeader: Bool
  let isModuleMap: Bool

  /// Whether the name is one of a source.
  static func isSource(_ path: String) -> Bool { suffix(of: path) != nil }

  private static func suffix(of path: String) -> String? {
    guard let dot = path.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    let suffix = String(path[path.utf8.index(after: dot)...])
    return suffixes.contains(suffix) ? suffix : nil
  }

  private static let suffixes: Set = [
    "swift", "c", "h", "cc", "cpp", "cxx", "hpp", "inc", "m", "mm", "S", "s", "modulemap",
  ]

  init(path: String, bytes: [UInt8]) {
    self.path = path
    let suffix = Self.suffix(of: path) ?? ""
    isSwift = suffix == "swift"
    isC = suffix == "c"
    isHeader = ["h", "hpp", "inc"].contains(suffix)
    isModuleMap = suffix == "modulemap"
    let bare = BareText.of(bytes, isSwift: isSwift)
    digest = Digest(of: bare)
    let all = Word.all(in: bare)
    words = Set(all)
    isTestable = words.contains(Self.testable)
    imports = isSwift ? Self.imports(all) { _ in true } : []
    exports = isSwift && words.contains(Self.exported) ? Self.imports(all) { $0 == Self.exported } : []
    var outline: Outline
    switch suffix {
    case "swift": outline = Outline(swift: bytes)
    case "modulemap": outline = Outline(moduleMap: bytes)
    default: outline = Outline(c: bytes, isRead: ["c", "h", "inc"].contains(suffix), isHeader: suffix != "c")
    }
    if path == "main.swift" || path.ends(in: "/main.swift") { outline.isAlwaysReached = true }
    if !isSwift, !words.isDisjoint(with: Self.runsUncalled) { outline.isAlwaysReached = true }
    self.outline = outline
  }

  private static let (testable, importWord, exported) = (Word("testable"), Word("import"), Word("_exported"))
  private static let kinds = Word.set("struct", "class", "enum", "protocol", "func", "var", "let", "typealias")
  /// Attributes of C by which code runs, or takes a name's place, without being called.
  private static let runsUncalled = Word.set(
    "constructor", "destructor", "weak", "weakref", "alias", "ifunc", "__constructor__", "__destructor__", "__weak__",
    "__weakref__", "__alias__", "__ifunc__", "init_array", "section", "__section__")

  /// What follows each `import` for which the word before it, if any, is one that is meant.
  private static func imports(_ words: [Word], behind isMeant: (Word?) -> Bool) -> Set<Word> {
    var imports: Set<Word> = []
    for (index, word) in words.enumerated() where word == importWord && index + 1 < words.count {
      guard isMeant(index > 0 ? words[index - 1] : nil) else { continue }
      imports.insert(words[index + 1])
      if kinds.contains(words[index + 1]), index + 2 < words.count { imports.insert(words[index + 2]) }
    }
    return imports
  }
}
