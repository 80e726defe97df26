/// Looks for what can be put right without asking anybody.
struct FixFinder {
  private(set) var fixes: [Fix] = []

  /// Looks through a contract's tree and its bytes.
  init(_ root: YAMLNode, _ source: SourceText) {
    findKeys(root, ContractShape.contract)
    if let version = root["metadata"]?["version"] { findVersion(version) }
    findLineEnd(source)
  }

  // MARK: Keys

  private mutating func findKeys(_ node: YAMLNode, _ object: ObjectShape) {
    var meant: [String: [YAMLEntry]] = [:]
    guard let entries = node.entries else { return }
    for entry in entries {
      guard let name = entry.name else { continue }
      if let field = object.field(name) {
        find(entry.value, field.shape)
      } else if let near = Suggestion.nearest(to: name, among: object.names.names) {
        meant[near, default: []].append(entry)
        // What stands below a misspelt key may be misspelt, too.
        if let field = object.field(near) { find(entry.value, field.shape) }
      }
    }
    for (name, entries) in meant where entries.count == 1 && node.entry(name) == nil {
      let written = entries[0].name ?? ""
      fixes.append(
        Fix(
          rule: Rule.nearMissKey.id, title: "`\(written)` becomes `\(name)`", offsets: entries[0].key.offsets,
          replacement: name))
    }
  }

  private mutating func find(_ node: YAMLNode, _ shape: Shape) {
    switch shape {
    case .text, .integer, .flag, .date, .choice, .anything: break
    case .list(let element), .oneOrMore(let element):
      for item in node.elements.map(Array.init) ?? [node] { find(item, element) }
    case .object(let object), .textOr(let object): findKeys(node, object)
    case .named(let value):
      guard let entries = node.entries else { break }
      for entry in entries { find(entry.value, value) }
    }
  }

  // MARK: Version

  /// A version of one or two numbers, which other readers of YAML take for a number, or one with a `v`.
  private mutating func findVersion(_ node: YAMLNode) {
    guard let scalar = node.scalar, [.plain, .singleQuoted, .doubleQuoted].contains(scalar.style),
      SemanticVersion(scalar.text) == nil, let version = SemanticVersion.completing(scalar.text)
    else { return }
    fixes.append(
      Fix(
        rule: Rule.versionNotSemver.id, title: "the version `\(scalar.text)` becomes `\"\(version)\"`",
        offsets: node.offsets,
        replacement: "\"\(version)\""))
  }

  // MARK: Line end

  private mutating func findLineEnd(_ source: SourceText) {
    guard let last = source.bytes.last, last != UInt8(ascii: "\n") else { return }
    let first = source.bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0
    let usesCRLF = first > 0 && source.bytes[first - 1] == UInt8(ascii: "\r")
    fixes.append(
      Fix(
        rule: nil, title: "a line end is added at the end of the file",
        offsets: source.bytes.count..<source.bytes.count,
        replacement: usesCRLF ? "\r\n" : "\n"))
  }
}
