import Base

/// The files of a package as the rule sees them: names that start with a dot and `__pycache__` are left out, and
/// symbolic links are not followed.
struct Checkout: Sendable {
  /// The package's folder.
  let root: String

  func path(_ relative: String) -> String { relative.isEmpty ? root : "\(root)/\(relative)" }

  func kind(_ relative: String) -> Files.Kind? { Files.kind(of: path(relative)) }

  func read(_ relative: String) throws -> [UInt8] {
    do { return try Files.read(path(relative), limit: .max) } catch { throw KeyProblem.unreadable("\(error)") }
  }

  /// The files that a path of a contract names: a file, or all at and below a folder; of a folder with `/*` its
  /// own files only.
  ///
  /// - Throws: `KeyProblem` where the path is none inside the package, does not exist, or where it, something
  ///   on the way to it, or something below it is a link or neither a file nor a folder.
  func files(named entry: String) throws -> [String] {
    let isFlat = entry.ends(in: "/*")
    let path = entry.withoutEnd(isFlat ? 2 : entry.ends(in: "/") ? 1 : 0)
    let parts = path.parts
    guard parts.allSatisfy({ !$0.isEmpty && $0 != "." && $0 != ".." && !$0.utf8.contains(0) }) else {
      throw KeyProblem.outsidePackage(entry)
    }
    var current = ""
    for (index, part) in parts.enumerated() {
      current += (index == 0 ? "" : "/") + part
      switch kind(current) {
      case nil: throw KeyProblem.missing(entry)
      case .link: throw KeyProblem.link(current)
      case .folder: break
      case .file where index == parts.count - 1 && !isFlat: return [path]
      default: throw KeyProblem.missing(entry)
      }
    }
    return try files(in: path, isFlat: isFlat)
  }

  /// The files at and below a folder, from the root, sorted by their UTF-8 bytes.
  ///
  /// - Throws: `KeyProblem` where something there, or on the way to it, is a link or neither a file nor a folder.
  func files(in folder: String, isFlat: Bool = false) throws -> [String] {
    var current = ""
    for part in folder.isEmpty ? [] : folder.parts {
      current += (current.isEmpty ? "" : "/") + part
      if kind(current) == .link { throw KeyProblem.link(current) }
    }
    return try entries(in: folder, isFlat: isFlat).map { path, kind in
      switch kind {
      case .file: return path
      case .link: throw KeyProblem.link(path)
      default: throw KeyProblem.unreadable("\(path) is no regular file")
      }
    }
  }

  /// Whether a name is one of what tools keep beside sources; Python leaves its own behind wherever it has run.
  static func isPassedOver(_ name: String) -> Bool { name.begins(with: ".") || name == "__pycache__" }

  /// All that is in a folder and no folder itself.
  func entries(in folder: String, isFlat: Bool = false) -> [(path: String, kind: Files.Kind)] {
    var found: [(path: String, kind: Files.Kind)] = []
    var folders = [folder]
    while let next = folders.popLast() {
      for (name, kind) in (try? Files.entries(in: path(next))) ?? [] where !Self.isPassedOver(name) {
        let path = next.isEmpty ? name : "\(next)/\(name)"
        if kind != .folder { found.append((path, kind)) } else if !isFlat { folders.append(path) }
      }
    }
    return found.sorted { Files.utf8Order($0.path, $1.path) }
  }
}

/// Why a falsifier has no key.
public enum KeyProblem: Error, Equatable, CustomStringConvertible {
  case outsidePackage(String)
  case missing(String)
  case link(String)
  case unreadable(String)
  case noManifest
  /// No file holds the test.
  case noTestFile(String)
  /// No argument of `run` is a text file of the package.
  case noScript(String)

  /// Which path is at fault, and how.
  public var description: String {
    switch self {
    case .outsidePackage(let path): "\(path) is not a path inside the package"
    case .missing(let path): "\(path) does not exist"
    case .link(let path): "\(path) is a symbolic link, which is not followed"
    case .unreadable(let reason): reason
    case .noManifest: "there is no Package.swift"
    case .noScript(let run): "no argument of `run` is a text file of the package: \(run)"
    case .noTestFile(let test): "no source file holds the test \(test.isEmpty ? "(none declared)" : test)"
    }
  }
}
