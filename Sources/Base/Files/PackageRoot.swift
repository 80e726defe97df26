/// The folder that a package's contracts, sources and evidence stand in.
public enum PackageRoot {
  /// The nearest folder at or above a path that holds `Package.swift`, or nil.
  public static func above(_ path: String) -> String? {
    var folder: String? = PathText.absolute(path)
    while let current = folder {
      if Files.kind(of: PathText.join(current, "Package.swift")) == .file { return current }
      folder = Files.parent(of: current)
    }
    return nil
  }
}
