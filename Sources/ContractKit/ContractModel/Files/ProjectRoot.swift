/// The folder that contracts, sources and evidence of a project stand in.
package enum ProjectRoot {
  /// The name of the file with the project's settings.
  package static let settingsName = "pv.yaml"

  /// The folder of the package around a path; where there is no package, the nearest one above with a folder contracts/, a
  /// pv.yaml or a repository of git: contracts are no matter of Swift.
  package static func above(_ path: String) -> String? {
    if let package = PackageRoot.above(path) { return package }
    var folder: String? = PathText.absolute(path)
    while let current = folder {
      let isRoot =
        Files.isFolder(PathText.join(current, "contracts"))
        || [settingsName, ".git"].contains { Files.kind(of: PathText.join(current, $0)) != nil }
      if isRoot { return current }
      folder = Files.parent(of: current)
    }
    return nil
  }
}
