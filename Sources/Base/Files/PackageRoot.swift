/// The folder that a package's contracts, sources and evidence stand in.
public enum PackageRoot {
  /// The nearest folder at or above a path that is a package: it holds `Package.swift`, or `pv.yaml` beside a folder
  /// contracts/, as a package in any other language does; nil where there is none.
  public static func above(_ path: String) -> String? {
    var folder: String? = PathText.absolute(path)
    while let current = folder {
      func holds(_ name: String) -> Bool { Files.kind(of: PathText.join(current, name)) == .file }
      if holds("Package.swift") || holds("pv.yaml") && Files.isFolder(PathText.join(current, "contracts")) {
        return current
      }
      folder = Files.parent(of: current)
    }
    return nil
  }
}
