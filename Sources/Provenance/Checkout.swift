import Base

/// The files of a package as the rule sees them: names that start with a dot are left out, and symbolic
/// links are not followed.
struct Checkout {
  /// The folder with Package.swift.
  let root: String

  func path(_ relative: String) -> String { "\(root)/\(relative)" }

  func isFolder(_ relative: String) -> Bool { Files.kind(of: path(relative)) == .folder }

  func isFile(_ relative: String) -> Bool { Files.kind(of: path(relative)) == .file }

  /// The files at or below a path, from the root, sorted by their UTF-8 bytes; of a folder with `/*` its
  /// own files only.
  ///
  /// - Throws: `KeyProblem` where the path is none inside the package, does not exist, or where it, something
  ///   on the way to it, or something below it is a link.
  func files(of entry: String) throws -> [String] {
    let isFlat = entry.hasSuffix("/*")
    var relative = isFlat ? String(entry.dropLast(2)) : entry
    if !isFlat, relative.hasSuffix("/") { relative.removeLast() }
    switch try kind(reaching: relative) {
    case .file where relative == entry: return [relative]
    case .folder: return try list(relative, isRecursive: !isFlat).sorted(by: Files.utf8Order)
    default: throw KeyProblem.missing(entry)
    }
  }

  /// What stands at a path; every part of it must be an ordinary name, and none a link.
  private func kind(reaching relative: String) throws -> Files.Kind {
    var current = root
    var last = Files.Kind.folder
    for part in relative.split(separator: "/", omittingEmptySubsequences: false) {
      guard !part.isEmpty, part != ".", part != ".." else { throw KeyProblem.outsidePackage(relative) }
      current += "/" + part
      switch Files.kind(of: current) {
      case nil: throw KeyProblem.missing(relative)
      case .link: throw KeyProblem.link(relative)
      case .some(let kind): last = kind
      }
    }
    return last
  }

  private func list(_ folder: String, isRecursive: Bool) throws -> [String] {
    try Files.entries(in: path(folder)).flatMap { name, kind -> [String] in
      guard !name.hasPrefix(".") else { return [] }
      let path = "\(folder)/\(name)"
      switch kind {
      case .file: return [path]
      case .folder: return isRecursive ? try list(path, isRecursive: true) : []
      case .link: throw KeyProblem.link(path)
      case .other: return []
      }
    }
  }
}

/// Why a falsifier has no key.
public enum KeyProblem: Error, Equatable, CustomStringConvertible {
  case outsidePackage(String)
  case missing(String)
  case link(String)
  case unreadable(String)
  /// No file holds the test.
  case noTestFile(String)

  /// Which path is at fault, and how.
  public var description: String {
    switch self {
    case .outsidePackage(let path): "\(path) is not a path inside the package"
    case .missing(let path): "\(path) does not exist"
    case .link(let path): "\(path) is a symbolic link, which is not followed"
    case .unreadable(let reason): reason
    case .noTestFile(let test): "no source file holds the test \(test.isEmpty ? "(none declared)" : test)"
    }
  }
}
