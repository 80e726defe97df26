/// What a project's settings hold it less to than those of its last release did.
///
/// Claims can be dropped without touching a contract: a page that is no longer listed may say anything.
public struct SettingsDiff: Sendable {
  /// One for each thing that is asked for no more; `prose/PATH`, `ship_spec`, `keys` or `operations/NAME`.
  public let changes: [ClaimChange]
  /// The file pv.yaml as it is now.
  let path: String

  /// Compares two versions of pv.yaml; what no longer exists is not held to anything, and is no change.
  ///
  /// - Parameters:
  ///   - old: the earlier text, read as if it stood where the file of now does.
  ///   - contracts: the paths of the contracts of now.
  public init(from old: ProjectFile, to new: ProjectFile, contracts: [String]) {
    path = new.path
    let held = Set(DocumentFile.all(new.pages).map { PathText.absolute($0) })
    let pages = DocumentFile.all(old.pages).filter { page in
      Files.kind(of: page) != nil && !held.contains(PathText.absolute(page))
    }
    func covers(_ paths: [String], _ contract: String) -> Bool {
      let contract = PathText.absolute(contract)
      return paths.map { PathText.absolute($0) }.contains { contract == $0 || GivenPath.isBelow(contract, $0) }
    }
    let texts = contracts.filter { covers(old.pages, $0) && !covers(new.pages, $0) }
    var seen: Set<String> = []
    var changes = (pages + texts).filter { seen.insert(PathText.absolute($0)).inserted }.map { page in
      let name = PathText.absolute(page, from: PathText.absolute(new.folder))
      let root = PathText.absolute(new.folder) + "/"
      let shown = name.hasPrefix(root) ? String(name.dropFirst(root.count)) : name
      return ClaimChange("prose/\(shown)", .easier, "\(shown) is no longer checked against the project")
    }
    if old.settings.demandsShipSpec, !new.settings.demandsShipSpec {
      changes.append(ClaimChange("ship_spec", .easier, "ship-spec.md is no longer required"))
    }
    let (before, after) = (old.settings.keys, new.settings.keys)
    if !before.isEmpty, after.isEmpty {
      changes.append(ClaimChange("keys", .easier, "no signature is asked for any more"))
    } else if !before.isEmpty {
      changes += after.filter { !before.contains($0) }.map {
        ClaimChange("keys/\($0)", .easier, "what \($0) signs is trusted, too")
      }
    }
    // An operation that is gone is an unknown word where it is named; what of it is required no more, nothing else shows.
    for before in old.settings.terms.operations {
      guard let after = new.settings.terms.operation(before.name) else { continue }
      changes += before.requiredFaults.filter { !after.requiredFaults.contains($0) }.map {
        ClaimChange(
          "operations/\(before.name)/\($0)", .easier, "\(before.name) no longer requires a fault of the class \($0)")
      }
    }
    self.changes = changes
  }

  /// What nobody answers for.
  func findings(_ answers: ChangeAnswers) -> [Diagnostic] {
    changes.filter { !answers.has(for: $0, of: ProjectRoot.settingsName, now: nil) }.map { change in
      Rule.settingLoosened.diagnostic(
        "\(change.subject): \(change.message)", path: path,
        help: "restore it, or say who answers for it in CHANGELOG.md: - "
          + "`\(ChangeAnswers.name(change, ProjectRoot.settingsName))`: REASON (OWNER)")
    }
  }
}
