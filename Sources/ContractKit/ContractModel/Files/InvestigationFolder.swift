/// Where a project keeps files of hypotheses.
package enum InvestigationFolder {
  /// The name of the folder, which stands beside contracts/.
  package static let name = "investigations"

  /// The folder of a project; nil where it has none, or one without a file that could be of hypotheses.
  package static func path(below root: String) -> String? {
    let path = PathText.join(root, name)
    guard Files.isFolder(path) else { return nil }
    return FileWalk.files(below: path, extensions: ["yaml", "yml"]).files.isEmpty ? nil : path
  }
}
