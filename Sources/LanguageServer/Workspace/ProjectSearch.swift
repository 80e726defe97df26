import ContractKit

/// Looks for the projects of a workspace: folders with a pv.yaml or a folder `contracts`.
enum ProjectSearch {
  /// So many folders are looked at, at the most.
  static let limit = 50_000

  /// The projects at and below some folders, in ascending order; a folder that is part of a project's contracts is one
  /// by itself.
  static func roots(in folders: [String]) -> [String] {
    var roots: Set<String> = []
    var seen = 0
    for folder in folders {
      let before = roots.count
      var left = [folder]
      while let next = left.popLast(), seen < limit {
        seen += 1
        guard let entries = try? Files.entries(in: next) else { continue }
        for (name, kind) in entries {
          if name == SettingsFile.name && kind == .file || name == "contracts" && kind == .folder { roots.insert(next) }
          let isOther = name.utf8.first == UInt8(ascii: ".") || name == "node_modules" || name == "contracts"
          if kind == .folder && !isOther { left.append(PathText.join(next, name)) }
        }
      }
      if roots.count == before, folder.split(separator: "/").contains("contracts") { roots.insert(folder) }
    }
    return roots.sorted(by: Files.utf8Order)
  }
}

/// The file with a project's settings.
enum SettingsFile {
  static let name = "pv.yaml"
}
