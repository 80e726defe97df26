import Provenance
import Synchronization

/// The packages that contracts lie in, each looked at once.
package final class Packages: Sendable {
  private struct Known {
    var byFolder: [String: PackageSources?] = [:]
    var byRoot: [String: PackageSources] = [:]
  }

  private let known = Mutex(Known())
  /// The folders outside of which nothing is looked at; nil where everything may be.
  private let folders: [String]?
  /// Shared with whatever takes keys of one of the packages; nil where nothing is shared.
  private let recordings: RecordingStart?

  /// - Parameters:
  ///   - folders: absolute paths of the folders outside of which nothing is looked at.
  ///   - recordings: those that keys are taken from, so that their package is gone through once for both.
  package init(below folders: [String]? = nil, sharing recordings: RecordingStart? = nil) {
    (self.folders, self.recordings) = (folders, recordings)
  }

  /// The package that a file lies in, where it lies in one.
  package func package(of path: String) -> PackageSources? {
    let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(path[..<$0]) } ?? ""
    return known.withLock { known in
      if let package = known.byFolder[folder] { return package }
      let package = root(above: path).map { known.byRoot[$0] ?? sources(root: $0) }
      if let package { known.byRoot[package.root] = package }
      known.byFolder[folder] = .some(package)
      return package
    }
  }

  private func sources(root: String) -> PackageSources {
    let shared = recordings.flatMap { $0.isAbout(packageAt: root) ? $0 : nil }
    return PackageSources(root: root, recordings: shared)
  }

  private func root(above path: String) -> String? {
    guard let folders else { return PackageRoot.above(path) }
    var folder = Files.parent(of: path)
    while let current = folder, folders.contains(where: { GivenPath.isBelow(current, $0) }) {
      if Files.kind(of: PathText.join(current, "Package.swift")) == .file {
        // A link may lead out of the folders.
        return Files.kind(of: PathText.join(current, "Tests")) == .link ? nil : current
      }
      folder = Files.parent(of: current)
    }
    return nil
  }
}
