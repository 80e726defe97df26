import ContractKit

/// A page of the package that a command makes.
struct GeneratedPage {
  /// In the package.
  let path: String
  let text: String
  /// What writes it.
  let command: String

  /// Writes the page where it is not current, or says that it is not.
  ///
  /// - Throws: `Failure` where there is no package around, and where the page is not current and is not to be written.
  func bringUpToDate(writing: Bool) throws {
    let path = PathText.join(try EnclosingPackage.root(orElse: "run pv inside a package"), path)
    guard (try? Files.read(path)) != Array(text.utf8) else { return }
    let shown = PathText.shown(path)
    guard writing else { throw Failure.rejected("not current: \(shown); bring it up to date with: \(command)") }
    try Files.replace(path, with: Array(text.utf8))
    Console.writeError("wrote \(shown)\n")
  }
}
