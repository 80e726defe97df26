import Attestation

/// The files of a project that a statement is about: contracts, evidence and bindings.
enum AttestedFiles {
  /// What stands there now, in ascending order of the names.
  ///
  /// A file that cannot be read is left out, and so differs from whatever was attested.
  static func subjects(_ verification: Verification) -> [Statement.Subject] {
    let root = PathText.absolute(verification.root)
    var paths = verification.set.files.map(\.path)
    for contract in verification.standings {
      let folder = PathText.join(verification.evidenceFolder, contract.id)
      paths += ((try? Files.names(in: folder)) ?? []).filter { $0.hasSuffix(".json") || $0 == Binding.fileName }
        .map { PathText.join(folder, $0) }
    }
    let subjects = Set(paths).compactMap { path -> Statement.Subject? in
      guard let bytes = try? Files.read(path, limit: EvidenceFile.maximumSize) else { return nil }
      return Statement.Subject(name: PathText.shown(path, from: root), digest: Digest(of: bytes))
    }
    return subjects.sorted { Files.utf8Order($0.name, $1.name) }
  }

  /// The first file, by its name, that is not the one that was attested; nil where all are.
  static func firstDifference(attested: [Statement.Subject], found: [Statement.Subject]) -> String? {
    let before = Dictionary(attested.map { ($0.name, $0.digest) }) { first, _ in first }
    let now = Dictionary(found.map { ($0.name, $0.digest) }) { first, _ in first }
    let differing = Set(before.keys).union(now.keys).filter { before[$0] != now[$0] }
    guard let name = differing.min(by: Files.utf8Order) else { return nil }
    let shown = SafeText.line(name)
    let what =
      switch (before[name], now[name]) {
      case (let before?, let now?):
        "\(shown) was \(before.description.prefix(12))…, but is now \(now.description.prefix(12))…"
      case (_?, nil): "\(shown) no longer exists"
      default: "\(shown) exists, but was not attested"
      }
    return what + (differing.count > 1 ? "; and \(Plural.count(differing.count - 1, "file")) more" : "")
  }
}
