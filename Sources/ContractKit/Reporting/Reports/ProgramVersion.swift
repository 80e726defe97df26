/// Which `pv` says something; reports name it, so that two that differ can be told apart.
package enum ProgramVersion {
  /// What tells it from other programs of the name `pv`.
  package static let name = "contract-falsifier"
  /// The version that is released next, or that this one was released as; CHANGELOG.md says what is in it.
  package static let current = "0.1.0"
}
