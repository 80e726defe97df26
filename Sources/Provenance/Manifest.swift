import Base

/// What `Package.swift` says of its targets, read as text: see "Targets" in docs/evidence-keys.md.
struct Manifest {
  private typealias Tokens = ArraySlice<ManifestToken>

  /// An element of `targets:`.
  struct Target {
    /// Such as `testTarget`.
    var kind: String
    var name: String
    /// As written, without parts that are empty or `.`; nil where none is.
    var path: String?
    fileprivate var tokens: ArraySlice<ManifestToken>

    /// What `import` calls it.
    var module: String { String(decoding: name.utf8.map { Word.holds($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self) }

    /// Where its folder can be, the likeliest first.
    var places: [String] {
      if let path { return [path] }
      let places = (kind == "testTarget" ? ["Tests"] : []) + ["Sources", "Source", "src", "srcs"]
      return places.map { "\($0)/\(name)" }
    }
  }

  private(set) var targets: [Target] = []
  /// Whether the parts of the file can be told apart.
  private(set) var isFollowed = false
  private let firstLine: ArraySlice<UInt8>
  private var settings: [ManifestToken] = []
  private var dependencies: [Tokens] = []
  private var constants: [(name: String, tokens: Tokens)] = []

  /// The manifest in some bytes.
  init(_ bytes: [UInt8]) {
    var line = bytes.prefix { $0 != UInt8(ascii: "\n") }
    while let last = line.last, " \t\r".utf8.contains(last) { line.removeLast() }
    firstLine = line
    isFollowed = ManifestToken.all(in: bytes).map { read($0) } ?? false
    if !isFollowed { targets = [] }
  }

  /// Reads the file's parts.
  ///
  /// - Returns: whether all of it could be followed.
  private mutating func read(_ tokens: [ManifestToken]) -> Bool {
    guard let statements = Self.statements(tokens) else { return false }
    var packages: [Tokens] = []
    for statement in statements where statement.first?.text == "let" {
      let (name, next) = (statement.dropFirst().first, statement.dropFirst(2).first)
      guard let name, let next, name.kind == .word, next.text == ":" || next.text == "=" else { return false }
      if name.text == "package" { packages.append(statement) } else { constants.append((name.text, statement)) }
    }
    guard packages.count == 1, packages[0].dropFirst(2).prefix(3).map(\.text) == ["=", "Package", "("],
      let content = Self.inside(packages[0].dropFirst(4)), Self.mentions(tokens) == 1
    else { return false }
    var arguments: [String: Tokens] = [:]
    for (label, argument) in Self.arguments(content) {
      guard !label.isEmpty, arguments.updateValue(argument, forKey: label) == nil else { return false }
      if !["name", "products", "dependencies", "targets"].contains(label) { settings += argument }
    }
    guard let elements = arguments["targets"].flatMap(Self.list) else { return false }
    for element in elements {
      guard let target = Self.target(element) else { return false }
      targets.append(target)
    }
    if let argument = arguments["dependencies"] {
      guard let elements = Self.list(argument) else { return false }
      dependencies = elements
    }
    return true
  }

  /// The member that stands for how a target is built, and the bytes that it is the digest of.
  func part(of target: Target) -> (member: String, bytes: [UInt8]) {
    let taken = [firstLine] + (settings + target.tokens).map(\.bytes)
    var words = Set(taken.flatMap { Word.all(in: Array($0)) })
    var chosen: Set<Int> = []
    while true {
      let more = constants.indices.filter { !chosen.contains($0) && words.contains(Word(constants[$0].name)) }
      guard !more.isEmpty else { break }
      chosen.formUnion(more)
      for index in more { words.formUnion(constants[index].tokens.flatMap { Word.all(in: Array($0.bytes)) }) }
    }
    let named = chosen.sorted().flatMap { constants[$0].tokens }
    let strings = Set(
      (taken + named.map(\.bytes)).filter { $0.first == UInt8(ascii: "\"") }
        .map { Self.lowercased($0.dropFirst().dropLast()) })
    let packages = dependencies.filter { element in
      element.contains { $0.kind == .string && strings.contains(Self.lastPart($0.bytes)) }
    }
    let lines = taken + named.map(\.bytes) + packages.joined().map(\.bytes)
    return ("Package.swift#\(target.name)", Array(lines.map { $0 + [UInt8(ascii: "\n")] }.joined()))
  }

  /// The last part of an address in quotes, without a `.git` at its end.
  private static func lastPart(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var path = text.dropFirst().dropLast()
    if path.suffix(4).elementsEqual(".git".utf8) { path = path.dropLast(4) }
    return lowercased(path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).last ?? [])
  }

  private static func lowercased(_ text: ArraySlice<UInt8>) -> [UInt8] {
    text.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
  }

  // MARK: The form

  /// `import` and `let` with what follows, up to the next; nil where anything else stands outside brackets.
  private static func statements(_ tokens: [ManifestToken]) -> [Tokens]? {
    var starts: [Int] = []
    for (index, token) in tokens.enumerated() where token.depth == 0 {
      if token.text == ";" || token.text == "," { return nil }
      if token.isFirst {
        guard token.text == "import" || token.text == "let" else { return nil }
        starts.append(index)
      }
    }
    guard starts.first == 0 || tokens.isEmpty else { return nil }
    return zip(starts, starts.dropFirst() + [tokens.count]).map { tokens[$0..<$1] }
  }

  /// How often the package is named, other than as a label or a member.
  private static func mentions(_ tokens: [ManifestToken]) -> Int {
    tokens.indices.count { index in
      tokens[index].text == "package" && (index == 0 || tokens[index - 1].text != ".")
        && (index + 1 == tokens.count || tokens[index + 1].text != ":")
    }
  }

  /// What stands between a bracket and the one that closes it, where that is all there is.
  private static func inside(_ tokens: Tokens) -> Tokens? {
    guard let first = tokens.first, let last = tokens.last, tokens.count > 1, ["(", "[", "{"].contains(first.text),
      [")", "]", "}"].contains(last.text), tokens.dropFirst().allSatisfy({ $0.depth > first.depth })
    else { return nil }
    return tokens.dropFirst().dropLast()
  }

  /// What stands between commas outside further brackets, where that is not nothing.
  private static func elements(_ tokens: Tokens) -> [Tokens] {
    let depth = tokens.first?.depth
    return tokens.split { $0.text == "," && $0.depth == depth }
  }

  /// Each argument with its label, `""` where it has none.
  private static func arguments(_ tokens: Tokens) -> [(label: String, tokens: Tokens)] {
    elements(tokens).map { run in
      let isLabeled = run.first?.kind == .word && run.dropFirst().first?.text == ":"
      return (isLabeled ? run.first!.text : "", run)
    }
  }

  /// The elements of an argument that is a list and nothing else.
  private static func list(_ argument: Tokens) -> [Tokens]? {
    let value = argument.dropFirst(2)
    return value.first?.text == "[" ? inside(value).map(elements) : nil
  }

  /// The target of an element `.kind(name: "…", …)`, or nil where it has another form.
  private static func target(_ element: Tokens) -> Target? {
    guard element.count > 3, element.first?.text == ".", let kind = element.dropFirst().first, kind.kind == .word,
      element.dropFirst(2).first?.text == "(", let content = inside(element.dropFirst(2)),
      kind.text != "macro", kind.text != "plugin"
    else { return nil }
    var given: [String: Tokens] = [:]
    for (label, run) in arguments(content) where given[label] == nil { given[label] = run.dropFirst(2) }
    func text(_ label: String) -> String? { given[label].flatMap { $0.count == 1 ? $0.first?.content : nil } }
    guard let name = text("name"), !name.isEmpty, given["plugins"] == nil else { return nil }
    guard given["path"] != nil else { return Target(kind: kind.text, name: name, path: nil, tokens: element) }
    guard let path = text("path"), !path.begins(with: "/") else { return nil }
    let parts = path.parts.filter { !$0.isEmpty && $0 != "." }
    guard !parts.contains("..") else { return nil }
    return Target(kind: kind.text, name: name, path: parts.joined(separator: "/"), tokens: element)
  }
}
