import Base

/// What the source files of some targets reach among each other: see "What is reached" in
/// docs/evidence-keys.md.
final class SourceGraph {
  private let map: SourceMap
  private let candidates: Set<Int>
  private let files: [SourceFile]
  private let indexByPath: [Bytewise: Int]
  private var hooks = Hooks()
  /// By target, the files that are always reached.
  private var always: [Int: [Int]] = [:]
  private var steps: [Bytewise: Steps] = [:]

  /// What one file leads to.
  private struct Steps {
    var files: [Int]
    /// Halves of pairs that stand in it.
    var halves: [Half]
  }

  /// A word of a pair, seen.
  private struct Half: Hashable {
    var pair: Int
    var isType: Bool
  }

  /// - Throws: `KeyProblem` where a file of a candidate cannot be read.
  init(_ candidates: Set<Int>, in map: SourceMap) throws {
    self.map = map
    self.candidates = candidates
    var paths: Set<Bytewise> = []
    // A file of two targets is one file.
    files = try candidates.sorted().flatMap(map.files).filter { paths.insert(Bytewise($0.path)).inserted }
    indexByPath = Dictionary(uniqueKeysWithValues: files.enumerated().map { (Bytewise($1.path), $0) })
    try hang()
  }

  // MARK: What reaches each file

  private func hang() throws {
    let types = DeclaredTypes(files, map)
    let macros = files.reduce(into: Set<Word>()) { if !$1.isSwift { $0.formUnion($1.outline.macros) } }
    for (index, file) in files.enumerated() {
      let outline = file.outline
      for word in outline.provides where !file.isC || !macros.contains(word) {
        hooks.hang(Provider(file: index, isPublic: !file.isSwift || outline.publicWords.contains(word)), on: word)
      }
      var isAlways = outline.isAlwaysReached || !outline.attributes.isSubset(of: types.names)
      for added in outline.extensions {
        if try hang(added, index, types) { isAlways = true }
      }
      if isAlways { for target in map.targets(of: file.path) { always[target, default: []].append(index) } }
    }
  }

  /// Hangs the file of an extension on the words that lead to it.
  ///
  /// - Returns: whether the file is always reached.
  private func hang(_ added: Outline.Extension, _ index: Int, _ types: DeclaredTypes) throws -> Bool {
    let homes = map.targets(of: files[index].path)
    guard !types.isOwn(added.type, homes) else {
      let isPair =
        added.names.isEmpty && !added.isUnnamed && !added.isWithin
        && added.members.isDisjoint(with: DeclaredTypes.requirements) && types.isPlain(added.type, homes)
      if isPair {
        hooks.hang(pairOf: index, type: added.type, members: added.members)
      } else {
        hooks.hang(Provider(file: index, isPublic: true), on: added.type)
      }
      return false
    }
    for member in added.members {
      hooks.hang(
        Provider(file: index, isMember: true, isPublic: added.publicMembers.contains(member)), on: member)
    }
    let own = added.names.filter { types.isOwn($0, homes) }
    for word in own { hooks.hang(Provider(file: index, isMember: true, isPublic: true), on: word) }
    if added.isUnnamed, added.names.isEmpty, try types.isImported(added.type, homes) {
      hooks.hang(Provider(file: index, isForAll: true), on: added.type)
      return false
    }
    return added.isUnnamed || own != added.names
  }

  // MARK: What is reached

  /// All files that some start files reach, these included.
  func reached(from start: [SourceFile]) throws -> [SourceFile] {
    var found: [Bytewise: SourceFile] = [:]
    var halves: Set<Half> = []
    var queue = start
    if !start.isEmpty {
      for target in candidates where map.isSwift(target) { queue += (always[target] ?? []).map { files[$0] } }
    }
    while let file = queue.popLast() {
      let path = Bytewise(file.path)
      guard found.updateValue(file, forKey: path) == nil else { continue }
      let next = try steps[path] ?? take(file)
      steps[path] = next
      queue += next.files.lazy.map { self.files[$0] }
      for half in next.halves where halves.insert(half).inserted {
        if halves.contains(Half(pair: half.pair, isType: !half.isType)) { queue.append(files[hooks.pairs[half.pair]]) }
      }
    }
    return Array(found.values)
  }

  private func take(_ file: SourceFile) throws -> Steps {
    let homes = map.targets(of: file.path)
    var found = Set(try map.included(by: file).compactMap { indexByPath[$0] })
    let view = try View(of: file, homes, in: map)
    for word in file.words {
      for provider in hooks.providers[word] ?? [] where view.sees(provider, self) { found.insert(provider.file) }
    }
    for (target, files) in always where !map.isSwift(target) {
      if homes.contains(target) || file.isSwift && file.imports.contains(map.targets[target].module) {
        found.formUnion(files)
      }
    }
    var halves: [Half] = []
    if file.isSwift {
      for word in file.words {
        for half in hooks.halves[word] ?? [] where !view.around.isDisjoint(with: targets(of: hooks.pairs[half.pair])) {
          halves.append(Half(pair: half.pair, isType: half.isType))
        }
      }
    }
    return Steps(files: Array(found), halves: halves)
  }

  private func targets(of file: Int) -> [Int] { map.targets(of: files[file].path) }

  /// What a file can mean by its words.
  private struct View {
    let own: Set<Int>
    /// Targets that the file itself imports, or that a file of its target exports, and so on.
    let imported: Set<Int>
    /// Targets that a file of its target imports, and so on.
    let around: Set<Int>
    let isSwift: Bool
    let isTestable: Bool

    init(of file: SourceFile, _ homes: [Int], in map: SourceMap) throws {
      own = Set(homes)
      isSwift = file.isSwift
      isTestable = file.isTestable
      let modules = isSwift ? file.imports.union(try map.exports(of: own)) : file.imports
      imported = try map.closure(of: map.targets(ofModules: modules).subtracting(own))
      around = try map.closure(of: own)
    }

    func sees(_ provider: Provider, _ graph: SourceGraph) -> Bool {
      let file = graph.files[provider.file]
      // C sees a header where it includes it.
      guard isSwift else { return !file.isSwift && !file.isHeader }
      let homes = graph.targets(of: provider.file)
      if provider.isForAll || !own.isDisjoint(with: homes) { return true }
      return (provider.isPublic || isTestable) && !(provider.isMember ? around : imported).isDisjoint(with: homes)
    }
  }
}

/// A file that a word leads to.
private struct Provider {
  var file: Int
  /// Whether it is a member of a type that is declared elsewhere.
  var isMember = false
  /// Whether other targets see it.
  var isPublic = false
  /// Whether every file sees it.
  var isForAll = false
}

/// The words that lead to files.
private struct Hooks {
  private(set) var providers: [Word: [Provider]] = [:]
  /// The files of pairs: reached where both the type and one of the members are named.
  private(set) var pairs: [Int] = []
  private(set) var halves: [Word: [(pair: Int, isType: Bool)]] = [:]

  mutating func hang(_ provider: Provider, on word: Word) { providers[word, default: []].append(provider) }

  mutating func hang(pairOf file: Int, type: Word, members: Set<Word>) {
    pairs.append(file)
    halves[type, default: []].append((pairs.count - 1, true))
    for member in members { halves[member, default: []].append((pairs.count - 1, false)) }
  }
}

/// What the candidates declare at their level, by target.
private struct DeclaredTypes {
  private struct Key: Hashable {
    var target: Int
    var name: Word
  }

  /// With all that their headers, and those of their extensions in the target, name.
  private var headers: [Key: Set<Word>] = [:]
  private var aliases: Set<Word> = []
  private let map: SourceMap
  private(set) var names: Set<Word> = []

  init(_ files: [SourceFile], _ map: SourceMap) {
    self.map = map
    for file in files where file.isSwift {
      aliases.formUnion(file.outline.aliases)
      names.formUnion(file.outline.types.keys)
      for target in map.targets(of: file.path) {
        for (name, header) in file.outline.types {
          headers[Key(target: target, name: name), default: []].formUnion(header)
        }
      }
    }
    for file in files where file.isSwift {
      for target in map.targets(of: file.path) {
        for added in file.outline.extensions where !added.isWithin {
          headers[Key(target: target, name: added.type)]?.formUnion(added.names)
        }
      }
    }
  }

  /// Whether all of some targets declare a type.
  func isOwn(_ name: Word, _ homes: [Int]) -> Bool { homes.allSatisfy { headers[Key(target: $0, name: name)] != nil } }

  /// Whether a target that some targets import declares a type, and no alias hides it.
  func isImported(_ name: Word, _ homes: [Int]) throws -> Bool {
    guard !aliases.contains(name) else { return false }
    return try map.closure(of: Set(homes)).contains { headers[Key(target: $0, name: name)] != nil }
  }

  /// What types often conform to, or have as their raw type, and the requirements of these that are used without
  /// being named.
  private static let known = Word.set(
    "CaseIterable", "Character", "Codable", "Comparable", "CustomDebugStringConvertible", "CustomStringConvertible",
    "Decodable", "Double", "Encodable", "Equatable", "Error", "Float", "Hashable", "Identifiable", "Int", "Int16",
    "Int32", "Int64", "Int8", "RawRepresentable", "String", "UInt", "UInt16", "UInt32", "UInt64", "UInt8")
  static let requirements = Word.set(
    "allCases", "debugDescription", "description", "hash", "hashValue", "id", "rawValue")

  /// Whether an own type has no conformance by which its members are used without being named.
  func isPlain(_ name: Word, _ homes: [Int]) -> Bool {
    homes.allSatisfy { target in
      var seen: Set<Word> = [name]
      var queue = [name]
      while let next = queue.popLast() {
        for other in headers[Key(target: target, name: next)]! {
          if headers[Key(target: target, name: other)] == nil {
            guard Self.known.contains(other) else { return false }
          } else if seen.insert(other).inserted {
            queue.append(other)
          }
        }
      }
      return true
    }
  }
}
