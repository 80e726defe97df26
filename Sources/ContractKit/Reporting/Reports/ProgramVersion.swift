/// Which `pv` says something; reports name it, so that two that differ can be told apart.
public enum ProgramVersion {
  /// What tells it from other programs of the name `pv`.
  public static let name = "contract-falsifier"
  /// The version that is released next, or that this one was released as; CHANGELOG.md says what is in it.
  public static let current = "0.1.0"
}
