/// The chain reference -> equation -> invariant -> falsifier -> test -> evidence in both directions,
/// counted by link: one test does not cover what it does not bind.
public struct Coverage: Sendable {
  /// First towards evidence, then back.
  package let links: [CoverageLink]
  /// What pages tell of faults planted in sources; no part of the chain.
  package let sourceFaults: [SourceFaults]
  /// Equations and invariants.
  package let clauses: Int
  /// Those with an unbroken chain to fresh evidence.
  public let reached: Int
  /// Those all of whose falsifiers hold.
  public let holding: Int

  /// Follows the chain.
  ///
  /// - Parameters:
  ///   - root: the folder with Package.swift.
  ///   - evidenceFolder: where evidence stands.
  ///   - isWholeProject: whether the contracts are all there are, so that tests and evidence that
  ///     belong to none of them are holes.
  ///   - pages: files, and folders whose `*.md` are meant, in which a mutation run may be reported.
  public init(
    _ verification: Verification, root: String, evidenceFolder: String, isWholeProject: Bool, pages: [String] = []
  ) {
    let package = PackageSources(root: root)
    let chain = CoverageChain(verification, package: package)
    links =
      [chain.referenceToEquation, chain.equationToInvariant, chain.clauseToFalsifier, chain.falsifierToTest]
      + [chain.testToEvidence(evidenceFolder), chain.checkToImpostor]
      + (isWholeProject ? [chain.evidenceToFalsifier(evidenceFolder), chain.testToFalsifier] : [])
      + [chain.falsifierToClause, chain.invariantToEquation, chain.equationToReference]
    sourceFaults = SourceFaults.all(in: pages, of: verification.contracts)
    clauses = verification.clauseCount
    reached = chain.reachedClauses
    holding = verification.holdingClauseCount
  }

  /// All holes of all links.
  package var holeCount: Int { links.reduce(0) { $0 + $1.holes.count } }
}
