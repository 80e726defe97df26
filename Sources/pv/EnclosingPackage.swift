import ArgumentParser
import ContractKit

/// The package that `pv` runs in.
enum EnclosingPackage {
  /// The folder of the package around the current one.
  ///
  /// - Parameter help: what to do where there is none, after a colon.
  /// - Throws: exit code 2 where there is none.
  static func root(orElse help: String? = nil) throws -> String {
    guard let root = PackageRoot.above(Files.currentFolder) else {
      throw Failure.nothingJudged(
        "neither Package.swift nor pv.yaml with contracts/ is in a folder above \(Files.currentFolder)"
          + (help.map { ": \($0)" } ?? ""))
    }
    return root
  }
}
