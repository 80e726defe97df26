import Base

/// What `Package.swift` says of its targets, read as text: see "Targets" in docs/evidence-keys.md.
struct Manifest {
  /// A target, and the folder that its files stand in.
  struct Target {
    var name: String
    /// From the package's root, without a slash at its end.
    var folder: String
    /// The tokens of its element in `targets:`.
    fileprivate var element: ArraySlice<ManifestToken>

    /// What `import` calls it.
    var module: String {
      String(decoding: name.utf8.map { $0 < 128 && Word.holds($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    }
  }

  /// Those that have a folder, in the order of the file.
  let targets: [Target]
  /// Whether the parts of the file can be told apart.
  let isFollowed: Bool
  private let bytes: [UInt8]
  private let firstLine: String
  private let settings: [ArraySlice<ManifestToken>]
  private let dependencies: [ArraySlice<ManifestToken>]
  /// By the order of the file: the name, and all tokens of the line.
  private let constants: [(name: String, tokens: ArraySlice<ManifestToken>)]

  /// A manifest of which nothing can be told.
  static let none = Manifest([]) { _ in false }

  /// The manifest in some bytes.
  ///
  /// - Parameter isFolder: whether a path from the root is a folder.
  init(_ bytes: [UInt8], isFolder: (String) -> Bool) {
    self.bytes = bytes
    var line = Array(bytes.prefix { $0 != UInt8(ascii: "\n") })
    while let last = line.last, " \t\r".utf8.contains(last) { line.removeLast() }
    firstLine = String(decoding: line, as: UTF8.self)
    let tokens = ManifestToken.all(in: bytes)
    let statements = Self.statements(tokens)
    var isFollowed = statements.allSatisfy { ["import", "let"].contains($0.first?.text) }
    let packages = statements.filter { $0.prefix(2).map(\.text) == ["let", "package"] }
    let call = packages.first.flatMap { statement -> ArraySlice<ManifestToken>? in
      guard statement.dropFirst(2).prefix(3).map(\.text) == ["=", "Package", "("], statement.last?.text == ")" else {
        return nil
      }
      return statement.dropFirst(5).dropLast()
    }
    if packages.count != 1 || call == nil { isFollowed = false }
    let arguments = (call ?? Self.looseCall(tokens)).map(Self.elements) ?? []
    func list(_ label: String) -> [ArraySlice<ManifestToken>]? {
      guard let value = arguments.first(where: { $0.prefix(2).map(\.text) == [label, ":"] })?.dropFirst(2) else {
        return nil
      }
      guard value.first?.text == "[", value.last?.text == "]", Self.isOneBracket(value) else {
        isFollowed = false
        return []
      }
      return Self.elements(value.dropFirst().dropLast())
    }
    let elements = list("targets")
    if elements == nil { isFollowed = false }
    dependencies = list("dependencies") ?? []
    var targets: [Target] = []
    for element in elements ?? [] {
      guard let target = Self.target(element, isFolder: isFolder) else {
        isFollowed = false
        continue
      }
      if let folder = target.folder {
        targets.append(Target(name: target.name, folder: folder, element: element))
      }
    }
    self.targets = targets
    self.isFollowed = isFollowed
    let apart: Set = ["name", "products", "dependencies", "targets"]
    settings = arguments.filter { $0.count < 2 || $0.dropFirst().first?.text != ":" || !apart.contains($0.first!.text) }
    constants = statements.compactMap { statement in
      guard statement.first?.text == "let", let name = statement.dropFirst().first?.text, name != "package" else {
        return nil
      }
      return (name, statement)
    }
  }

  /// The member that stands for how a target is built, and the bytes that it is the digest of.
  func part(of target: Target) -> (member: String, bytes: [UInt8]) {
    guard isFollowed else { return ("Package.swift", BareText.of(bytes)) }
    var words = Set((settings + [target.element]).joined().filter(\.isWord).map(\.text))
    var taken: Set<String> = []
    var grows = true
    while grows {
      grows = false
      for constant in constants where words.contains(constant.name) && taken.insert(constant.name).inserted {
        words.formUnion(constant.tokens.filter(\.isWord).map(\.text))
        grows = true
      }
    }
    let named = Set(target.element.compactMap(\.content))
    let packages = dependencies.filter { element in
      element.contains { $0.content.map { named.contains(Self.lastPart($0)) } ?? false }
    }
    let lines =
      [firstLine] + settings.joined().map(\.text) + target.element.map(\.text)
      + constants.filter { taken.contains($0.name) }.flatMap { $0.tokens.map(\.text) }
      + packages.joined().map(\.text)
    return ("Package.swift#\(target.name)", Array(lines.map { $0 + "\n" }.joined().utf8))
  }

  private static func lastPart(_ path: String) -> String {
    let path = path.hasSuffix(".git") ? String(path.dropLast(4)) : path
    return path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init) ?? ""
  }

  /// What begins at each token outside brackets that is the first of its line.
  private static func statements(_ tokens: [ManifestToken]) -> [ArraySlice<ManifestToken>] {
    let starts = tokens.indices.filter { index in
      tokens[index].depth == 0 && (index == 0 || tokens[index - 1].line != tokens[index].line)
        && !")]}".contains(tokens[index].text)
    }
    return starts.indices.map { index in
      tokens[starts[index]..<(index + 1 < starts.count ? starts[index + 1] : tokens.count)]
    }
  }

  /// The arguments of the first `Package (`, where the file as a whole cannot be followed.
  private static func looseCall(_ tokens: [ManifestToken]) -> ArraySlice<ManifestToken>? {
    guard
      let start = tokens.indices.dropLast().first(where: { tokens[$0].text == "Package" && tokens[$0 + 1].text == "(" })
    else { return nil }
    let depth = tokens[start + 1].depth
    guard let end = tokens[(start + 2)...].firstIndex(where: { $0.text == ")" && $0.depth == depth }) else {
      return nil
    }
    return tokens[(start + 2)..<end]
  }

  /// What stands between commas outside further brackets.
  private static func elements(_ tokens: ArraySlice<ManifestToken>) -> [ArraySlice<ManifestToken>] {
    guard let depth = tokens.map(\.depth).min() else { return [] }
    return tokens.split { $0.text == "," && $0.depth == depth }
  }

  private static func isOneBracket(_ tokens: ArraySlice<ManifestToken>) -> Bool {
    guard let depth = tokens.first?.depth else { return false }
    return tokens.dropFirst().dropLast().allSatisfy { $0.depth > depth }
  }

  /// The target of an element `.kind(name: "…", …)`, or nil where it has another form.
  private static func target(
    _ element: ArraySlice<ManifestToken>, isFolder: (String) -> Bool
  ) -> (name: String, folder: String?)? {
    let start = element.startIndex
    guard element.count > 3, element[start].text == ".", element[start + 1].isWord, element[start + 2].text == "(",
      element.last?.text == ")", isOneBracket(element.dropFirst(2))
    else { return nil }
    let arguments = elements(element.dropFirst(3).dropLast())
    func text(_ label: String) -> String? {
      let value = arguments.first { $0.prefix(2).map(\.text) == [label, ":"] }?.dropFirst(2)
      return value?.count == 1 ? value?.first?.content : nil
    }
    guard let name = text("name") else { return nil }
    if let path = text("path") {
      let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
      return (name, isFolder(folder) ? folder : nil)
    }
    let places = (element[start + 1].text == "testTarget" ? ["Tests"] : []) + ["Sources", "Source", "src", "srcs"]
    return (name, places.lazy.map { "\($0)/\(name)" }.first(where: isFolder))
  }
}

/// A token of `Package.swift`.
private struct ManifestToken {
  /// As written; of a string with its quotes.
  var text: String
  var isWord = false
  var depth: Int
  var line: Int

  /// What a string literal holds; nil for any other token.
  var content: String? {
    text.utf8.count > 1 && text.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : nil
  }

  static func all(in bytes: [UInt8]) -> [ManifestToken] {
    var tokens: [ManifestToken] = []
    var (index, line, depth) = (0, 0, 0)
    func starts(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }
    func add(_ end: Int, isWord: Bool = false) {
      tokens.append(
        ManifestToken(
          text: String(decoding: bytes[index..<end], as: UTF8.self), isWord: isWord, depth: depth, line: line))
      index = end
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\n") {
        line += 1
        index += 1
      } else if " \t\r".utf8.contains(byte) {
        index += 1
      } else if starts("//") {
        index = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      } else if starts("/*") {
        index += 2
        while index < bytes.count, !starts("*/") {
          if bytes[index] == UInt8(ascii: "\n") { line += 1 }
          index += 1
        }
        index = min(index + 2, bytes.count)
      } else if byte == UInt8(ascii: "\"") {
        var end = index + 1
        while end < bytes.count, bytes[end] != byte { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
        let newlines = bytes[index..<min(end, bytes.count)].count { $0 == UInt8(ascii: "\n") }
        add(min(end + 1, bytes.count))
        line += newlines
      } else if Word.isDigit(byte) {
        add(bytes[index...].firstIndex { !(Word.isDigit($0) || "_.".utf8.contains($0)) } ?? bytes.count)
      } else if Word.holds(byte) {
        add(bytes[index...].firstIndex { !Word.holds($0) } ?? bytes.count, isWord: true)
      } else {
        if ")]}".utf8.contains(byte) { depth = max(0, depth - 1) }
        add(index + 1)
        if "([{".utf8.contains(byte) { depth += 1 }
      }
    }
    return tokens
  }
}
