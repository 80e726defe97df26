import Synchronization

/// The packages that contracts lie in, each looked at once.
final class Packages: Sendable {
  private struct Known {
    var byFolder: [String: PackageSources?] = [:]
    var byRoot: [String: PackageSources] = [:]
  }

  private let known = Mutex(Known())

  /// The package that a file lies in, where it lies in one.
  func package(of path: String) -> PackageSources? {
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    return known.withLock { known in
      if let package = known.byFolder[folder] { return package }
      let package = PackageRoot.above(path).map { known.byRoot[$0] ?? PackageSources(root: $0) }
      if let package { known.byRoot[package.root] = package }
      known.byFolder[folder] = .some(package)
      return package
    }
  }
}
