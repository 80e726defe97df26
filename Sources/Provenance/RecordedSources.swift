import Base

/// The files that a recording depends on, in whatever language: see "Recordings" in docs/evidence-keys.md.
///
/// It reads text, and takes in too much rather than too little. Each file is read once, as long as not very many are.
final class RecordedSources: Sendable {
  private let checkout: Checkout
  /// The files that can be reached.
  private let paths: [String]
  private let files: Set<Bytewise>
  private let folders: Set<Bytewise>
  /// By the part of a name before its last dot.
  private let byStem: WordTable
  /// By the last part of a path.
  private let byName: WordTable
  /// By a folder, the files in it that count for all at and below it.
  private let everywhere: [Bytewise: [String]]
  /// By the name of a folder, its `__init__.py`.
  private let packages: [Word: [String]]
  private let contents = Memo<Reading, Content>(capacity: 4096)
  private let starts = Memo<[Bytewise], [String]>(capacity: 1024)

  /// A file, and whether it is read as a script whatever its name.
  private struct Reading: Hashable {
    let path: Bytewise
    let isScript: Bool
  }

  /// What a file is to a recording.
  struct Content {
    /// The files that count beside it, and those that it imports, includes or names.
    let next: [String]
    /// Of a text that was read: its digest, as a member of a key has it, and the metrics that it names.
    let text: (digest: Digest, metrics: Set<String>)?
  }

  init(_ checkout: Checkout) {
    self.checkout = checkout
    var files: Set<Bytewise> = []
    var folders: Set<Bytewise> = []
    var (paths, stems, names): ([String], [Word], [Word]) = ([], [], [])
    var queue = [""]
    while let folder = queue.popLast() {
      let entries = (try? Files.entries(in: checkout.path(folder))) ?? []
      guard !Self.isMade(folder, entries.map(\.name)) else { continue }
      folders.insert(Bytewise(folder))
      for (name, kind) in entries where !Checkout.isPassedOver(name) {
        // Interpolation would leave room behind each of very many paths.
        let path = folder.isEmpty ? name : String(decoding: Array("\(folder)/\(name)".utf8), as: UTF8.self)
        if kind == .folder {
          queue.append(path)
        } else if kind == .file {
          files.insert(Bytewise(path))
          paths.append(path)
          stems.append(Word(Self.stem(of: name)))
          names.append(Word(name))
        }
      }
    }
    let byName = WordTable(names)
    (self.paths, self.files, self.folders) = (paths, files, folders)
    (byStem, self.byName) = (WordTable(stems), byName)
    var everywhere: [Bytewise: [String]] = [:]
    for path in Self.everywhere.flatMap({ byName[Word($0)] }).map({ paths[$0] }) {
      everywhere[Bytewise(path.folder), default: []].append(path)
    }
    self.everywhere = everywhere
    var packages: [Word: [String]] = [:]
    for path in byName[Word("__init__.py")].map({ paths[$0] }) {
      if let name = path.folder.parts.last { packages[Word(name), default: []].append(path) }
    }
    self.packages = packages
  }

  /// The files with a last part, in the order of the walk.
  private func files(named name: String) -> [String] { byName[Word(name)].map { paths[$0] } }

  /// The files with a stem, in the order of the walk.
  private func files(ofStem stem: Word) -> [String] { byStem[stem].map { paths[$0] } }

  /// Folders at the root that hold what is claimed and measured: a recording does not depend on it.
  private static let claims: Set = ["contracts", "evidence", "witnesses"]
  /// Folders that tools make.
  private static let made: Set = ["build", "dist", "node_modules"]
  /// Files by which a tool marks a folder that it has made.
  private static let marks: Set = ["CMakeCache.txt", "pyvenv.cfg", "CACHEDIR.TAG"]

  private static func isMade(_ folder: String, _ names: [String]) -> Bool {
    claims.contains(folder) || made.contains(folder.parts.last ?? "") || names.contains(where: marks.contains)
  }

  // MARK: Where it starts

  /// The files at which the key of a recording starts, in the order of the words that name them.
  ///
  /// Each word, up to its first `::`, that is the path of a text file of the package, or that follows `-m` and is one of its
  /// Python modules.
  ///
  /// - Throws: `KeyProblem` where a path is a link, or behind one.
  func scripts(namedBy words: [String]) throws -> [String] {
    try starts.value(of: words.map(Bytewise.init)) { try findScripts(namedBy: words) }
  }

  private func findScripts(namedBy words: [String]) throws -> [String] {
    var found: [String] = []
    func add(_ path: String) { if !found.contains(where: { Bytewise($0) == Bytewise(path) }) { found.append(path) } }
    for (index, word) in words.enumerated() {
      let path = Self.beforeColons(word)
      if let resolved = Self.resolved(path, from: ""), !resolved.isEmpty {
        try checkLinks(resolved)
        if files.contains(Bytewise(resolved)), isText(resolved) { add(resolved) }
      }
      guard index > 0, words[index - 1] == "-m" else { continue }
      for file in files(ofStem: Word(word.utf8.split(separator: UInt8(ascii: ".")).last ?? "".utf8[...]))
      where Self.kind(of: file) == .python { add(file) }
      let package = word.utf8.split(separator: UInt8(ascii: ".")).map { String(Substring($0)) }.joined(separator: "/")
      for name in ["__main__.py", "__init__.py"] {
        for file in files(named: name) where "/\(file)".ends(in: "/\(package)/\(name)") { add(file) }
      }
    }
    return found
  }

  private func checkLinks(_ path: String) throws {
    var current = ""
    for part in path.parts {
      current = current.isEmpty ? part : "\(current)/\(part)"
      if checkout.kind(current) == .link { throw KeyProblem.link(current) }
    }
  }

  private func isText(_ path: String) -> Bool {
    guard let bytes = try? checkout.read(path) else { return false }
    return !bytes.contains(0)
  }

  private static func beforeColons(_ word: String) -> String {
    let bytes = Array(word.utf8)
    let colon = UInt8(ascii: ":")
    guard bytes.count > 1, let place = (1..<bytes.count).first(where: { bytes[$0] == colon && bytes[$0 - 1] == colon })
    else { return word }
    return String(decoding: bytes[..<(place - 1)], as: UTF8.self)
  }

  // MARK: What is reached

  /// Some files, and what they import, include or name, and so on.
  ///
  /// - Parameter scripts: those of them that are read as scripts, whatever their names.
  func reached(from start: [String], scripts: [String]) throws -> [String] {
    let scripts = Set(scripts.map(Bytewise.init))
    var found = Set(start.map(Bytewise.init))
    var queue = Array(found)
    while let next = queue.popLast() {
      for path in try content(of: next, isScript: scripts.contains(next)).next.map(Bytewise.init)
      where found.insert(path).inserted { queue.append(path) }
    }
    return found.map(\.text)
  }

  /// What a file is.
  ///
  /// - Parameter isScript: whether it is read as a script, whatever its name.
  func content(of path: Bytewise, isScript: Bool) throws -> Content {
    try contents.value(of: Reading(path: path, isScript: isScript)) { try read(path.text, isScript: isScript) }
  }

  private func read(_ path: String, isScript: Bool) throws -> Content {
    var next = around(path)
    let kind = Self.kind(of: path) ?? (isScript ? .script : nil)
    // The others can be large, and count by their bytes.
    guard kind != nil || SourceFile.isSource(path) else { return Content(next: next, text: nil) }
    let bytes = try checkout.read(path)
    let bare = SourceFile.isSource(path) ? BareText.of(bytes, isSwift: path.ends(in: ".swift")) : bytes
    guard let kind else { return Content(next: next, text: (Digest(of: bare), [])) }
    let words = Set(Word.all(in: bytes))
    switch kind {
    case .python:
      next += imports(words) + named(in: bytes, from: path.folder)
    case .c:
      next += included(in: bytes, from: path.folder)
      if Self.isHeader(path) { next += definitions(of: path) }
    case .script:
      next += named(in: bytes, from: path.folder)
    }
    let metrics = MeasurementVersions.metrics.lazy.map(\.name).filter { words.contains(Word($0)) }
    return Content(next: next, text: (Digest(of: bare), Set(metrics)))
  }

  /// What counts wherever a file stands: in its folder and in each one above.
  private func around(_ path: String) -> [String] {
    var found: [String] = []
    var folder = path.folder
    while true {
      found += everywhere[Bytewise(folder)] ?? []
      if folder.isEmpty { return found }
      folder = folder.folder
    }
  }

  /// Files that tools read without being told, those of Python, CMake and make.
  static let everywhere = [
    "__init__.py", "conftest.py", "pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini",
    "requirements.txt",
    "CMakeLists.txt", "CMakePresets.json", "Makefile", "makefile", "GNUmakefile",
  ]

  // MARK: Python

  /// The modules that a word can mean, and the sources of extension modules.
  private func imports(_ words: Set<Word>) -> [String] {
    var found: [String] = []
    for word in words {
      for path in files(ofStem: word) where Self.kind(of: path) == .python || isDefinition(path) { found.append(path) }
      found += packages[word] ?? []
    }
    return found
  }

  // MARK: C and C++

  /// The files of `#include "H"` and `<H>`: H beside the file, or else every file whose path ends in H. Where something else
  /// follows, every header.
  private func included(in bytes: [UInt8], from folder: String) -> [String] {
    var found: [String] = []
    for directive in IncludeDirective.all(in: bytes) {
      guard let header = directive.header else {
        found += paths.filter(Self.isHeader)
        continue
      }
      let beside = directive.isQuoted ? Self.resolved(header, from: folder) : nil
      if let beside, files.contains(Bytewise(beside)) {
        found.append(beside)
        continue
      }
      let rest = Self.parts(of: header).drop { $0 == ".." }
      guard let name = rest.last, !rest.contains("..") else { continue }
      let end = "/" + rest.joined(separator: "/")
      found += files(named: name).filter { "/\($0)".ends(in: end) }
    }
    return found
  }

  /// The files that may define what a header declares: those of its stem.
  private func definitions(of header: String) -> [String] {
    let name = header.parts.last ?? ""
    return files(ofStem: Word(Self.stem(of: name))).filter(isDefinition)
  }

  private func isDefinition(_ path: String) -> Bool { Self.kind(of: path) == .c && !Self.isHeader(path) }

  // MARK: Paths

  /// The files that a run of path characters names, from the file's folder or from the root.
  private func named(in bytes: [UInt8], from folder: String) -> [String] {
    var found: [String] = []
    for text in Set(PathRun.all(in: bytes)) {
      for start in folder.isEmpty ? [""] : [folder, ""] {
        guard let path = Self.resolved(text, from: start) else { continue }
        if files.contains(Bytewise(path)) { found.append(path) }
        guard folders.contains(Bytewise(path)) else { continue }
        for name in ["CMakeLists.txt", "Makefile", "makefile", "GNUmakefile", "__init__.py", "__main__.py"] {
          let inside = path.isEmpty ? name : "\(path)/\(name)"
          if files.contains(Bytewise(inside)) { found.append(inside) }
        }
      }
    }
    return found
  }

  /// The parts of a path, those that are empty or `.` left out.
  private static func parts(of path: String) -> [String] { path.parts.filter { !$0.isEmpty && $0 != "." } }

  /// A path from the root; nil where it leads out of it.
  private static func resolved(_ path: String, from folder: String) -> String? {
    var found = folder.isEmpty ? [] : folder.parts
    for part in parts(of: path) {
      if part != ".." { found.append(part) } else if found.popLast() == nil { return nil }
    }
    return found.joined(separator: "/")
  }

  // MARK: Kinds of files

  enum Kind { case python, c, script }

  static func kind(of path: String) -> Kind? {
    let name = path.parts.last ?? ""
    if scripts.contains(name) { return .script }
    switch suffix(of: name) {
    case "py", "pyi", "pyx": return .python
    case "c", "h", "cc", "cpp", "cxx", "hpp", "hh", "hxx", "inc", "inl", "ipp", "tpp", "cu", "cuh", "m", "mm": return .c
    case "sh", "bash", "cmake", "mk": return .script
    default: return nil
    }
  }

  private static let scripts: Set = ["CMakeLists.txt", "Makefile", "makefile", "GNUmakefile"]

  static func isHeader(_ path: String) -> Bool {
    ["h", "hpp", "hh", "hxx", "inc", "inl", "ipp", "tpp", "cuh"].contains(suffix(of: path.parts.last ?? ""))
  }

  /// What follows the last dot; empty where there is none.
  private static func suffix(of name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return "" }
    return String(Substring(name.utf8[name.utf8.index(after: dot)...]))
  }

  /// What precedes the last dot; the whole name where there is none.
  private static func stem(of name: String) -> String {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return name }
    return String(Substring(name.utf8[..<dot]))
  }
}

/// An `#include`, `#include_next`, `#import` or `#embed`, wherever it stands: also in a comment.
struct IncludeDirective: Equatable {
  /// What stands between quotes or angle brackets; nil for anything else.
  let header: String?
  let isQuoted: Bool

  static func all(in bytes: [UInt8]) -> [IncludeDirective] {
    var found: [IncludeDirective] = []
    for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "#") {
      var rest = bytes[(index + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let word = rest.prefix { Word.holds($0) }
      guard words.contains(where: { $0.utf8.elementsEqual(word) }) else { continue }
      rest = rest[word.endIndex...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      let close: UInt8? =
        rest.first == UInt8(ascii: "\"")
        ? UInt8(ascii: "\"") : rest.first == UInt8(ascii: "<") ? UInt8(ascii: ">") : nil
      let line = rest.prefix { $0 != UInt8(ascii: "\n") }
      guard let close, let end = line.dropFirst().firstIndex(of: close) else {
        found.append(IncludeDirective(header: nil, isQuoted: false))
        continue
      }
      let text = String(decoding: line[(line.startIndex + 1)..<end], as: UTF8.self)
      found.append(IncludeDirective(header: text, isQuoted: close == UInt8(ascii: "\"")))
    }
    return found
  }

  private static let words = ["include", "include_next", "import", "embed"]
}

/// Longest runs of ASCII letters and digits, `_`, `-`, `.`, `+`, `/`, and bytes that are not ASCII.
enum PathRun {
  static func all(in bytes: [UInt8]) -> [String] {
    var found: [String] = []
    var start: Int?
    func end(_ index: Int) {
      guard let first = start else { return }
      // A full stop behind a path ends a sentence.
      var last = index
      while last > first, bytes[last - 1] == UInt8(ascii: ".") { last -= 1 }
      if last > first, let text = String(validating: bytes[first..<last], as: UTF8.self) { found.append(text) }
      start = nil
    }
    for (index, byte) in bytes.enumerated() {
      if Word.holds(byte) || byte >= 0x80 || "-.+/".utf8.contains(byte) {
        if start == nil { start = index }
      } else {
        end(index)
      }
    }
    end(bytes.count)
    return found
  }
}
