import Provenance
import Synchronization

/// The sources of a package, as far as contracts name them.
package struct PackageSources: Sendable {
  /// The folder of the package.
  package let root: String
  /// Whether it contains Package.swift: only then has it tests that can be looked up.
  package let isSwift: Bool
  /// Paths of the Swift files below Tests/, from there, without extension.
  package let testFiles: [String]
  private let known = KnownMethods()
  /// Where its recordings begin; the package is gone through once for all of them.
  package let recordings: RecordingStart

  /// The package at a folder.
  ///
  /// - Parameter recordings: where its recordings begin, if others ask for that as well.
  package init(root: String, recordings: RecordingStart? = nil) {
    self.root = root
    self.recordings = recordings ?? RecordingStart(root: root)
    isSwift = Files.kind(of: PathText.join(root, "Package.swift")) == .file
    testFiles = FileWalk.files(below: PathText.join(root, "Tests"), extensions: ["swift"]).files.map { path in
      String(path.dropFirst(PathText.join(root, "Tests").utf8.count + 1).dropLast(".swift".utf8.count))
    }
  }

  /// Whether a path from the root exists and lies below it.
  package func contains(_ path: String) -> Bool {
    PathText.staysInside(path) && Files.kind(of: PathText.join(root, path)) != nil
  }

  /// What the sources say about a test's name.
  package enum Lookup: Equatable, Sendable {
    case found
    /// There is no Tests/MODULE; the modules that there are.
    case noModule([String])
    /// There is no CLASS.swift below Tests/MODULE; the file names that there are.
    case noFile([String])
    /// The file does not declare the method; the test methods that it declares.
    case noMethod(file: String, [String])
  }

  /// Looks for `func METHOD` in Tests/MODULE/**/CLASS.swift.
  package func lookUp(_ test: TestReference) -> Lookup {
    let inModule = testFiles.filter { $0.hasPrefix(test.module + "/") }
    guard !inModule.isEmpty else {
      let modules = Set(testFiles.compactMap { $0.split(separator: "/").first.map(String.init) })
      return .noModule(modules.sorted(by: Files.utf8Order))
    }
    let matches = inModule.filter { $0.hasSuffix("/" + test.className) }.map { "Tests/\($0).swift" }
    guard let first = matches.first else {
      return .noFile(inModule.compactMap { $0.split(separator: "/").last.map(String.init) })
    }
    let methods = matches.map { match in
      known.methods(of: match) {
        let bytes = try? Files.read(PathText.join(root, match), limit: YAMLLimits.bytes)
        return bytes.map { Self.methods(in: String(decoding: $0, as: UTF8.self)) } ?? []
      }
    }
    if methods.contains(where: { $0.all.contains(test.method) }) { return .found }
    return .noMethod(file: first, methods.flatMap(\.tests))
  }

  /// The files that a test's class may stand in: Tests/MODULE/**/CLASS.swift, from the root, in
  /// ascending order.
  static func files(of test: TestReference, root: String) -> [String] {
    FileWalk.files(below: PathText.join(root, "Tests/\(test.module)"), extensions: ["swift"]).files
      .filter { $0.hasSuffix("/\(test.className).swift") }
      .map { String($0.dropFirst(PathText.join(root, "").utf8.count)) }
  }

  /// The names of the functions that a source declares; lines that are comments are left out.
  package static func methods(in source: String) -> [String] {
    source.split(whereSeparator: \.isNewline).compactMap { line in
      let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
      guard let keyword = words.firstIndex(of: "func"), keyword + 1 < words.count, words[0].prefix(2) != "//" else {
        return nil
      }
      return String(words[keyword + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }
  }
}

/// What has been read of test files: a contract names the same one for each of its falsifiers.
private final class KnownMethods: Sendable {
  struct Methods {
    let all: Set<String>
    /// Those that can be tests, in the order of the file.
    let tests: [String]
  }

  private let byFile = Mutex<[String: Methods]>([:])

  /// The methods of a file, read the first time that they are asked for.
  func methods(of file: String, read: () -> [String]) -> Methods {
    if let methods = byFile.withLock({ $0[file] }) { return methods }
    let names = read()
    let methods = Methods(all: Set(names), tests: names.filter { $0.hasPrefix("test") })
    byFile.withLock { $0[file] = methods }
    return methods
  }
}
