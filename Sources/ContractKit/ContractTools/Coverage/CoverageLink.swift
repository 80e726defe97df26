/// One link of the chain from reference to evidence: how many things should be linked, and which are not.
public struct CoverageLink: Sendable {
  /// Something that lacks its link.
  public struct Hole: Sendable {
    /// What it is: `CONTRACT#EQUATION/INVARIANT`, a falsifier's id, a path.
    public let subject: String
    /// What it lacks, in one clause.
    public let message: String
    /// The file to look at.
    public let path: String
    /// The place there, where it is known.
    public let range: SourceRange?
  }

  /// The name that machines read, `FROM_TO`.
  public let key: String
  /// What is counted, for people.
  public let title: String
  /// All that should be linked.
  public let total: Int
  /// How many are not, and have an author who says why; they are no holes.
  public let justified: Int
  /// Those of them whose reasons are listed.
  public let reasons: [Hole]
  /// Those that are not.
  public let holes: [Hole]

  /// Those that are.
  public var linked: Int { total - justified - holes.count }
}
