/// One link of the chain from reference to evidence: how many things should be linked, and which are not.
package struct CoverageLink: Sendable {
  /// Something that lacks its link.
  package struct Hole: Sendable {
    /// What it is: `CONTRACT#EQUATION/INVARIANT`, a falsifier's id, a path.
    package let subject: String
    /// What it lacks, in one clause.
    package let message: String
    /// The file to look at.
    package let path: String
    /// The place there, where it is known.
    package let range: SourceRange?
  }

  /// The name that machines read, `FROM_TO`.
  package let key: String
  /// What is counted, for people.
  package let title: String
  /// All that should be linked.
  package let total: Int
  /// How many are not, and have an author who says why; they are no holes.
  package let justified: Int
  /// Those of them whose reasons are listed.
  package let reasons: [Hole]
  /// Those that are not.
  package let holes: [Hole]

  /// Those that are.
  package var linked: Int { total - justified - holes.count }
}
