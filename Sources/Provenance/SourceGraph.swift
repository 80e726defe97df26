import Base

/// What the source files of some targets reach among each other: see "What is reached" in
/// docs/evidence-keys.md.
final class SourceGraph {
  private let map: SourceMap
  private let files: [SourceFile]
  private let indexByPath: [String: Int]
  private let targetOf: [Int]
  private let filesByTarget: [Int: [Int]]
  /// By target: those that it sees, as bits.
  private let visible: [Int: UInt64]
  private var hooks = Hooks()
  /// Always reached, in Swift targets: from the start.
  private var alwaysInSwift: [Int] = []
  /// Always reached, in other targets: with an import, or with a file of the target.
  private var alwaysByTarget: [Int: [Int]] = [:]
  private var unresolvedHeaders: Set<Int> = []
  /// Of each file the words that can reach one, once they have been asked for.
  private var usefulWords: [[Int]?]

  /// - Throws: `KeyProblem` where a file of a candidate cannot be read, or is a link.
  init(_ candidates: Set<Int>, in map: SourceMap) throws {
    self.map = map
    var files: [SourceFile] = []
    var targetOf: [Int] = []
    for target in candidates.sorted() {
      let own = try map.files(of: target)
      files += own
      targetOf += own.map { _ in target }
    }
    self.files = files
    self.targetOf = targetOf
    indexByPath = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($1.path, $0) })
    filesByTarget = Dictionary(grouping: files.indices, by: { targetOf[$0] })
    usefulWords = Array(repeating: nil, count: files.count)
    var visible: [Int: UInt64] = [:]
    for target in candidates {
      visible[target] = try map.candidates(from: [target]).reduce(into: 0) { $0 |= Self.bit($1) }
    }
    self.visible = visible
    try hang()
  }

  /// Targets beyond the 63rd share a bit, and see each other: too much, never too little.
  private static func bit(_ target: Int) -> UInt64 { 1 << UInt64(min(target, 63)) }

  // MARK: What reaches each file

  private func hang() throws {
    let types = DeclaredTypes(files)
    let macros = files.reduce(into: Set<Word>()) { $0.formUnion($1.outline.macros) }
    for (index, file) in files.enumerated() {
      let outline = file.outline
      var isAlways = outline.isAlwaysReached || !outline.attributes.allSatisfy(types.isDeclared)
      for word in outline.provides where !file.isC || !macros.contains(word) {
        // C sees a header where it includes it, Swift by its names.
        hooks.hang(index, on: word, isSeenBySwiftAlone: file.isHeader)
      }
      for added in outline.extensions {
        if types.isDeclared(added.type) {
          if added.isUnnamed || !added.conformances.isEmpty || added.isOfNestedType || !types.isPlain(added.type) {
            // A conformance shows in whatever target it stands: it can be found at run time.
            hooks.hang(index, on: added.type, isSeenByAll: !added.conformances.isEmpty)
          } else {
            hooks.hang(index, onAnyOf: added.members, with: added.type)
          }
          continue
        }
        for member in added.members { hooks.hang(index, on: member) }
        if added.isUnnamed { isAlways = true }
        for conformance in added.conformances where !DeclaredTypes.withoutMembers.contains(conformance) {
          if types.isDeclared(conformance) {
            hooks.hang(index, on: conformance, isSeenByAll: true)
          } else {
            isAlways = true
          }
        }
      }
      guard isAlways else { continue }
      if try map.isSwift(targetOf[index]) {
        alwaysInSwift.append(index)
      } else {
        alwaysByTarget[targetOf[index], default: []].append(index)
      }
    }
    for own in filesByTarget.values { hangDefinitionsByMacro(own) }
  }

  /// A function that a header declares and no file defines by name: a macro does. The files that have its
  /// name stand for it, and where none has, all of the target.
  private func hangDefinitionsByMacro(_ own: [Int]) {
    let sources = own.filter { files[$0].isC }
    let defined = sources.reduce(into: Set<Word>()) { $0.formUnion(files[$1].outline.provides) }
    for header in own where files[header].isHeader {
      for function in files[header].outline.prototypes.subtracting(defined) {
        let naming = sources.filter { files[$0].words.contains(function) }
        if naming.isEmpty { unresolvedHeaders.insert(header) }
        for source in naming { hooks.hang(source, on: function) }
      }
    }
  }

  // MARK: What is reached

  /// All files that some start files reach, these included.
  func reached(from start: [SourceFile]) -> [SourceFile] {
    var pass = Pass(hooks, files: files.count)
    var outside: [String: SourceFile] = [:]
    alwaysInSwift.forEach { pass.add($0) }
    for file in start {
      if let index = indexByPath[file.path] {
        pass.add(index)
      } else {
        outside[file.path] = file
        // A file of no target sees all.
        visit(file, nil, &pass, words: useful(file))
      }
    }
    while let index = pass.queue.popLast() {
      let words = usefulWords[index] ?? useful(files[index])
      usefulWords[index] = words
      visit(files[index], index, &pass, words: words)
    }
    return files.indices.filter { pass.isReached[$0] }.map { files[$0] } + outside.values
  }

  private func useful(_ file: SourceFile) -> [Int] {
    let words = file.words.compactMap { hooks.ids[$0] }
    return file.isSwift ? words + file.words.compactMap { hooks.idsForSwift[$0] } : words
  }

  private func visit(_ file: SourceFile, _ index: Int?, _ pass: inout Pass, words: [Int]) {
    let target = index.map { targetOf[$0] }
    let seen = target.map { visible[$0]! } ?? .max
    for word in words {
      pass.see(word, seen) { Self.bit(targetOf[$0]) }
    }
    for word in file.imports {
      if let module = map.targetsByModule[word] { alwaysByTarget[module]?.forEach { pass.add($0) } }
    }
    guard let index, let target else { return }
    alwaysByTarget[target]?.forEach { pass.add($0) }
    let own = filesByTarget[target]!
    if file.outline.includesTarget { own.forEach { pass.add($0) } }
    if unresolvedHeaders.contains(index) { own.filter { !files[$0].isHeader }.forEach { pass.add($0) } }
    for include in file.outline.includes {
      if let path = map.resolve(include, from: file) {
        if let included = indexByPath[path] { pass.add(included) }
      } else if include.isQuoted, !file.path.hasSuffix(".modulemap") {
        own.filter { files[$0].isHeader }.forEach { pass.add($0) }
      }
    }
  }
}

/// What the candidates declare at their level.
private struct DeclaredTypes {
  /// With all that they inherit from or conform to, anywhere.
  private var conformances: [Word: Set<Word>] = [:]
  private var plain: [Word: Bool] = [:]

  init(_ files: [SourceFile]) {
    for file in files { conformances.merge(file.outline.declaredTypes) { $0.union($1) } }
    for file in files {
      for added in file.outline.extensions where !added.isOfNestedType {
        conformances[added.type]?.formUnion(added.conformances)
      }
    }
    for type in conformances.keys { plain[type] = judge(type) }
  }

  func isDeclared(_ type: Word) -> Bool { conformances[type] != nil }

  /// Whether a type has no conformance by which its members are used without being named.
  func isPlain(_ type: Word) -> Bool { plain[type] ?? false }

  private func judge(_ type: Word) -> Bool {
    var seen: Set<Word> = [type]
    var queue = [type]
    while let next = queue.popLast() {
      for conformance in conformances[next]! where !Self.withoutMembers.contains(conformance) {
        guard isDeclared(conformance) else { return false }
        if seen.insert(conformance).inserted { queue.append(conformance) }
      }
    }
    return true
  }

  /// Conformances that bring nothing with them.
  static let withoutMembers = Set(
    ["Sendable", "unchecked", "retroactive", "preconcurrency", "Copyable", "Escapable", "BitwiseCopyable"].map {
      Word($0)
    })
}

/// The words on which files hang.
private struct Hooks {
  /// Words that reach a file, numbered; those that do so from Swift files alone have numbers of their own.
  var ids: [Word: Int] = [:]
  var idsForSwift: [Word: Int] = [:]
  /// By word: files, and whether they are reached from targets that do not see theirs.
  var files: [[(file: Int, isSeenByAll: Bool)]] = []
  /// By word: pairs of which it is the type, or a member.
  var types: [[Int]] = []
  var members: [[Int]] = []
  /// Files that need a type and one of its members to be named.
  var pairs: [Int] = []

  private mutating func id(_ word: Word, isSeenBySwiftAlone: Bool = false) -> Int {
    if let known = isSeenBySwiftAlone ? idsForSwift[word] : ids[word] { return known }
    if isSeenBySwiftAlone { idsForSwift[word] = files.count } else { ids[word] = files.count }
    files.append([])
    types.append([])
    members.append([])
    return files.count - 1
  }

  mutating func hang(_ file: Int, on word: Word, isSeenByAll: Bool = false, isSeenBySwiftAlone: Bool = false) {
    files[id(word, isSeenBySwiftAlone: isSeenBySwiftAlone)].append((file, isSeenByAll))
  }

  mutating func hang(_ file: Int, onAnyOf names: Set<Word>, with type: Word) {
    pairs.append(file)
    types[id(type)].append(pairs.count - 1)
    for name in names { members[id(name)].append(pairs.count - 1) }
  }
}

/// One search for what is reached.
private struct Pass {
  private let hooks: Hooks
  private(set) var isReached: [Bool]
  var queue: [Int] = []
  /// By word, the targets from which it has been seen.
  private var seen: [UInt64]
  private var typeSeen: [Bool]
  private var memberSeen: [Bool]

  init(_ hooks: Hooks, files: Int) {
    self.hooks = hooks
    isReached = Array(repeating: false, count: files)
    seen = Array(repeating: 0, count: hooks.files.count)
    typeSeen = Array(repeating: false, count: hooks.pairs.count)
    memberSeen = typeSeen
  }

  mutating func add(_ file: Int) {
    if !isReached[file] {
      isReached[file] = true
      queue.append(file)
    }
  }

  /// A word stands in a file that sees the targets of some bits.
  mutating func see(_ word: Int, _ mask: UInt64, bit: (Int) -> UInt64) {
    let new = mask & ~seen[word]
    guard new != 0 else { return }
    let isFirst = seen[word] == 0
    seen[word] |= mask
    for hook in hooks.files[word] where isFirst && hook.isSeenByAll || bit(hook.file) & new != 0 { add(hook.file) }
    for pair in hooks.types[word] where bit(hooks.pairs[pair]) & new != 0 {
      typeSeen[pair] = true
      if memberSeen[pair] { add(hooks.pairs[pair]) }
    }
    for pair in hooks.members[word] where bit(hooks.pairs[pair]) & new != 0 {
      memberSeen[pair] = true
      if typeSeen[pair] { add(hooks.pairs[pair]) }
    }
  }
}
