/// Looks for what can be put right without asking anybody.
struct FixFinder {
  private(set) var fixes: [Fix] = []
  private let bytes: [UInt8]

  /// Looks through a contract's tree and its bytes.
  init(_ root: YAMLNode, _ source: SourceText) {
    bytes = source.bytes
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
        // What stands below a misspelled key may be misspelled, too.
        if let field = object.field(near) { find(entry.value, field.shape) }
      }
    }
    for (name, entries) in meant where entries.count == 1 && node.entry(name) == nil {
      let (key, written) = (entries[0].key, entries[0].name ?? "")
      guard let offsets = ScalarBytes.content(of: key.offsets, in: bytes) else { continue }
      fixes.append(
        Fix(
          rule: Rule.nearMissKey.id, title: "`\(written)` becomes `\(name)`", offsets: offsets,
          replacement: name, change: (key.position, name)))
    }
  }

  private mutating func find(_ node: YAMLNode, _ shape: Shape) {
    switch shape {
    case .text, .integer, .flag, .date, .choice, .term, .anything: break
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
      SemanticVersion(scalar.text) == nil, let version = SemanticVersion.completing(scalar.text),
      // A tag before it would say that it is a number still.
      !bytes[node.offsets].contains(UInt8(ascii: "!")), let offsets = ScalarBytes.content(of: node.offsets, in: bytes)
    else { return }
    fixes.append(
      Fix(
        rule: CheckedRule.versionNotSemver.rule.id, title: "the version `\(scalar.text)` becomes `\"\(version)\"`",
        offsets: offsets, replacement: "\"\(version)\"", change: (node.position, "\(version)")))
  }

  // MARK: Line end

  private mutating func findLineEnd(_ source: SourceText) {
    let (lineFeed, carriageReturn) = (UInt8(ascii: "\n"), UInt8(ascii: "\r"))
    guard let last = source.bytes.last, last != lineFeed, last != carriageReturn else { return }
    let end: String
    if let first = source.bytes.firstIndex(of: lineFeed) {
      end = first > 0 && source.bytes[first - 1] == carriageReturn ? "\r\n" : "\n"
    } else {
      end = source.bytes.contains(carriageReturn) ? "\r" : "\n"
    }
    fixes.append(
      Fix(
        rule: nil, title: "a line end is added at the end of the file",
        offsets: source.bytes.count..<source.bytes.count, replacement: end, change: nil))
  }
}
