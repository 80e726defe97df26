/// Digests of the sources that a falsifier run depends on.
///
/// An entry is a file (`Package.swift`), a folder with all below it (`Sources/CKernels/`), or a
/// folder's own files only (`Sources/Kernels/*`). The digest of a file is that of its bytes. The
/// digest of a folder is that of one line a file, `SHA256  PATH` as sha256sum prints it, sorted by
/// the paths' UTF-8 bytes; names that start with a dot are left out.
public enum SourceDigest {
  /// What every run depends on beside its own file and the folder `Support` of its test target, where
  /// the package has it: the build, the code shared by all kernels, the oracle that is not ours, the
  /// metrics and the recorder.
  public static let alwaysWatched = [
    "Package.swift", "Sources/CKernels/", "Sources/COpenBLAS/", "Sources/ContractKit/Evidence/",
    "Sources/FalsifierKit/", "Sources/Kernels/*", "Sources/Metrics/",
  ]

  /// Why an entry has no digest.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    case outsidePackage(String)
    case missing(String)
    case link(String)

    /// Which path is at fault, and how.
    public var description: String {
      switch self {
      case .outsidePackage(let path): "\(path) is not a path inside the package"
      case .missing(let path): "\(path) does not exist"
      case .link(let path): "\(path) is a symbolic link, which is not followed"
      }
    }
  }

  /// The entries that a falsifier depends on: its test's file first, then the others sorted, with what
  /// the contract's paths include.
  ///
  /// - Parameters:
  ///   - testFile: from the package's root.
  ///   - falsifier: its exact cases are watched where it has some.
  ///   - implementation: paths that the contract adds; a folder may be written without its slash.
  public static func entries(
    testFile: String, falsifier: String, implementation: [String], root: String
  ) -> [String] {
    let exact = [exactCases(testFile: testFile, falsifier: falsifier)].filter { Files.kind(of: "\(root)/\($0)") != nil }
    // Tests/MODULE/Support/, whatever the module's name.
    let support = testFile.split(separator: "/").prefix(2).joined(separator: "/") + "/Support/"
    let always = (alwaysWatched + [support]).filter { Files.kind(of: "\(root)/\(base(of: $0))") != nil }
    let added = implementation.map { path in
      Files.kind(of: "\(root)/\(base(of: path))") == .folder && path == base(of: path) ? path + "/" : path
    }
    let included = SourceDigest.included(by: added, root: root).filter { entry in
      !always.contains { covers($0, entry) }
    }
    return [testFile] + Set(always + added + included + exact).sorted(by: Files.utf8Order)
  }

  /// Where the exact cases of a falsifier stand, from the package's root: beside its test, in a folder
  /// that SwiftPM does not build.
  public static func exactCases(testFile: String, falsifier: String) -> String {
    "\(testFile.split(separator: "/").dropLast().joined(separator: "/"))/Fixtures/ExactCases/\(falsifier).jsonl"
  }

  /// The digest of one entry.
  ///
  /// - Throws: `Problem` or `FileError`.
  public static func digest(of entry: String, root: String) throws -> Digest {
    let path = base(of: entry)
    try checkInside(path, root: root)
    if path == entry { return Digest(of: try Files.read("\(root)/\(path)")) }
    guard Files.kind(of: "\(root)/\(path)") == .folder else { throw Problem.missing(entry) }
    let files = try list(path, recursive: entry.hasSuffix("/"), root: root).sorted(by: Files.utf8Order)
    let lines = try files.map { "\(Digest(of: try Files.read("\(root)/\($0)")))  \($0)\n" }
    return Digest(of: Array(lines.joined().utf8))
  }

  private static func base(of entry: String) -> String {
    entry.hasSuffix("/*") ? String(entry.dropLast(2)) : entry.hasSuffix("/") ? String(entry.dropLast()) : entry
  }

  /// Every component must be an ordinary name, and none may be a link that leads elsewhere.
  private static func checkInside(_ path: String, root: String) throws {
    var current = root
    for component in path.split(separator: "/", omittingEmptySubsequences: false) {
      guard !component.isEmpty, component != ".", component != ".." else { throw Problem.outsidePackage(path) }
      current += "/" + component
      switch Files.kind(of: current) {
      case nil: throw Problem.missing(path)
      case .link: throw Problem.link(path)
      default: break
      }
    }
  }

  private static func list(_ folder: String, recursive: Bool, root: String) throws -> [String] {
    try Files.names(in: "\(root)/\(folder)").filter { !$0.hasPrefix(".") }.flatMap { name -> [String] in
      let path = "\(folder)/\(name)"
      switch Files.kind(of: "\(root)/\(path)") {
      case .file: return [path]
      case .folder: return recursive ? try list(path, recursive: true, root: root) : []
      case .link: throw Problem.link(path)
      default: return []
      }
    }
  }
}
