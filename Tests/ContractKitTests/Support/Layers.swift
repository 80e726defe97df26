/// The targets below Sources/ContractKit as Package.swift and their sources show them, read as text.
///
/// A folder needs another where it names a type that only the other one declares at the level of a file. Members are not
/// followed: the compiler refuses those of a layer above, and within a layer most stand beside their types.
struct Layers {
  /// A target with the paths of its folders, from that of the target; `""` for files in none.
  struct Layer {
    var name: String
    var dependencies: Set<String>
    /// What its files import, by their paths.
    var imports: [String: Set<String>] = [:]
    /// By folder the types that it declares.
    var declared: [String: Set<String>] = [:]
    /// By folder the words with a capital that it has, each with a file.
    var named: [String: [String: String]] = [:]
  }

  private(set) var layers: [Layer]
  /// By the name of each target of the package, layer or not, what it depends on.
  private let targets: [String: Set<String>]

  /// - Parameters:
  ///   - manifest: the text of Package.swift.
  ///   - files: texts by their paths from the package's root.
  init(manifest: String, files: [String: String]) {
    let parts = manifest.split(separator: /\.\w*[tT]arget\(/, omittingEmptySubsequences: false).dropFirst()
    let targets = Dictionary(
      parts.compactMap { part -> (String, Set<String>)? in
        guard let name = part.firstMatch(of: /name: "(\w+)"/)?.1 else { return nil }
        let end = part.firstMatch(of: #/(?:path|\w+Settings): /#)?.range.lowerBound ?? part.endIndex
        let words = part[..<end].matches(of: /"([\w-]+)"/).map { String($0.1) }
        return (String(name), Set(words).subtracting([String(name)]))
      }, uniquingKeysWith: { first, _ in first })
    self.targets = targets
    layers = parts.compactMap { part -> Layer? in
      guard let found = part.firstMatch(of: /path: "Sources\/ContractKit\/(\w+)"/),
        let name = part.firstMatch(of: /name: "(\w+)"/), name.1 == found.1 || found.1 == "Facade"
      else { return nil }
      return Layer(name: String(name.1), dependencies: targets[String(name.1)] ?? [])
    }
    for (path, text) in files {
      let parts = path.split(separator: "/")
      guard parts.count > 3, parts.starts(with: ["Sources", "ContractKit"]) else { continue }
      let target = parts[2] == "Facade" ? "ContractKit" : String(parts[2])
      guard let index = layers.firstIndex(where: { $0.name == target }) else { continue }
      let folder = parts[3..<(parts.count - 1)].joined(separator: "/")
      let code = Self.withoutComments(text)
      layers[index].imports[path] = Set(code.matches(of: /import (\w+)/).map { String($0.1) })
      layers[index].declared[folder, default: []].formUnion(Self.declarations(code))
      for word in Self.capitalized(code) { layers[index].named[folder, default: [:]][word] = path }
    }
  }

  /// What is wrong, a line each, sorted.
  var problems: [String] { (upwardDependencies + foreignImports + folderCircles).sorted() }

  /// Layers that depend on one that Package.swift has after them; by their order there can be no circle.
  private var upwardDependencies: [String] {
    layers.enumerated().flatMap { index, layer in
      layers[index...].map(\.name).filter(layer.dependencies.contains).map { "\(layer.name) depends on \($0)" }
    }
  }

  /// Imports of targets that are neither dependencies nor theirs in turn: whether those are built first is chance.
  private var foreignImports: [String] {
    layers.flatMap { layer -> [String] in
      var below: Set<String> = []
      var queue = Array(layer.dependencies)
      while let next = queue.popLast() {
        if below.insert(next).inserted { queue += targets[next] ?? [] }
      }
      return layer.imports.flatMap { path, imports in
        imports.intersection(targets.keys).subtracting(below).map { "\(path) imports \($0)" }
      }
    }
  }

  /// Each folder that needs itself through others of its layer.
  private var folderCircles: [String] {
    layers.flatMap { layer -> [String] in
      func needs(_ folder: String) -> [String: String] {
        let own = layer.declared[folder] ?? []
        var needed: [String: String] = [:]
        for (word, path) in layer.named[folder] ?? [:] where !own.contains(word) {
          for (other, declared) in layer.declared where declared.contains(word) {
            needed[other] = "\(word) in \(path)"
          }
        }
        return needed
      }
      let arrows = Dictionary(uniqueKeysWithValues: layer.named.keys.map { ($0, needs($0)) })
      return arrows.keys.compactMap { start -> String? in
        var found: Set<String> = []
        var queue = Array(arrows[start]!.keys)
        while let next = queue.popLast() {
          if found.insert(next).inserted { queue += (arrows[next] ?? [:]).keys }
        }
        guard found.contains(start) else { return nil }
        let round = arrows[start]!.filter { reached($0.key, start, arrows) }.map(\.value).sorted()
        return "\(layer.name)/\(start) is on a circle: \(round.joined(separator: ", "))"
      }
    }
  }

  private func reached(_ from: String, _ goal: String, _ arrows: [String: [String: String]]) -> Bool {
    var found: Set<String> = []
    var queue = [from]
    while let next = queue.popLast() {
      if next == goal { return true }
      if found.insert(next).inserted { queue += (arrows[next] ?? [:]).keys }
    }
    return false
  }

  // MARK: Swift as text

  /// The text without what stands between `//` and the end of a line, and between quotes.
  private static func withoutComments(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let quote = UInt8(ascii: "\"")
    var (code, index): ([UInt8], Int) = ([], 0)
    while index < bytes.count {
      if bytes[index...].starts(with: [0x2F, 0x2F]) {
        index = bytes[index...].firstIndex(of: 0x0A) ?? bytes.count
      } else if bytes[index...].starts(with: [quote, quote, quote]) {
        index += 3
        while index < bytes.count, !bytes[index...].starts(with: [quote, quote, quote]) { index += 1 }
        index += 3
      } else if bytes[index] == quote {
        index += 1
        while index < bytes.count, bytes[index] != quote, bytes[index] != 0x0A {
          index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        index += 1
      } else {
        code.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: code, as: UTF8.self)
  }

  /// The types that are declared at the start of a line.
  private static func declarations(_ code: String) -> Set<String> {
    let kinds: Set<Substring> = ["struct", "enum", "class", "protocol", "actor", "typealias"]
    let words: Set<Substring> = ["public", "package", "open", "private", "fileprivate", "indirect", "final"]
    return Set(
      code.split(separator: "\n").compactMap { line in
        let parts = line.split(separator: " ", maxSplits: 5).drop(while: words.contains)
        guard line.first != " ", let kind = parts.first, kinds.contains(kind) else { return nil }
        return parts.dropFirst().first.map { String($0.prefix { $0.isLetter || $0.isNumber || $0 == "_" }) }
      })
  }

  private static func capitalized(_ code: String) -> Set<String> {
    let words = code.utf8.split { byte in
      !((0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == UInt8(ascii: "_"))
    }
    return Set(words.filter { (0x41...0x5A).contains($0.first!) }.map { String(Substring($0)) })
  }
}
