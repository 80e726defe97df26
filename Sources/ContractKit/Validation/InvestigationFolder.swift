/// Where a project keeps files of hypotheses.
public enum InvestigationFolder {
  /// The name of the folder, which stands beside contracts/.
  public static let name = "investigations"

  /// The folder of a project; nil where it has none.
  public static func path(below root: String) -> String? {
    let path = PathText.join(root, name)
    return Files.isFolder(path) ? path : nil
  }
}
