/// What a project asks of `pv`, from its file pv.yaml.
package struct Settings: Sendable {
  /// What is judged where the command names nothing; relative to the file's folder. Nil: contracts/.
  package var paths: [String]?
  /// Files that are found below folders and are not judged, as patterns relative to the file's folder.
  package var exclude: [String] = []
  /// Ids of contracts of other repositories, as patterns.
  package var external: [String] = []
  /// The only rules that are applied; nil for all.
  package var select: Set<String>?
  /// Rules that are not applied.
  package var ignore: Set<String> = []
  /// Severities other than the catalogue's.
  package var severities: [String: Diagnostic.Severity] = [:]
  /// The path of the baseline, relative to the file's folder.
  package var baseline: String?

  /// Pages that are held to what there is: files and folders, relative to the file's folder; patterns may be.
  package var prose: [String] = []
  /// Whether ship-spec.md must be there, with criteria.
  package var demandsShipSpec = false
  /// The commit or tag of the last release, which `pv diff` compares with where it is told no other.
  package var release: String?
  /// Public keys that are trusted, as paths relative to the file's folder.
  package var keys: [String] = []
  /// What `pv repro` varies beside the surroundings, in the order of the file.
  package var variations: [ProjectVariation] = []
  /// What contracts can name: ours, and what the project adds under `operations`, `faults` and `metrics`.
  package var terms: Terms = .builtIn

  /// The settings of a project that says nothing.
  package init() {}

  /// The rules that a project can turn off or weigh otherwise.
  ///
  /// A file that is not read, or a path that is not there, is never nothing.
  static func allows(_ rule: Rule) -> Bool { rule.stage == .format || rule.stage == .contract }

  /// A finding as these settings have it; nil where its rule is not applied.
  func applied(to diagnostic: Diagnostic) -> Diagnostic? {
    guard let rule = RuleCatalogue.rule(diagnostic.rule), Self.allows(rule) else { return diagnostic }
    if ignore.contains(rule.id) || !(select?.contains(rule.id) ?? true) { return nil }
    guard let severity = severities[rule.id] else { return diagnostic }
    var diagnostic = diagnostic
    diagnostic.severity = severity
    return diagnostic
  }
}
