/// One difference between two versions of a contract, and what it does to the claim.
public struct ClaimChange: Sendable {
  /// Whether the claim became easier or harder to pass.
  public enum Direction: String, CaseIterable, Sendable {
    /// Accepts all that it accepted, and something that it rejected.
    case easier
    /// Rejects all that it rejected, and something that it accepted.
    case harder
    /// Accepts something that it rejected, and rejects something that it accepted.
    case mixed
    /// Prose that carries the claim: whether it is easier cannot be computed.
    case unclear
    /// The claim is the same.
    case neutral
  }

  /// What changed, as a `loosened` entry names it: `FALSIFY-X/METRIC`, `EQUATION/INVARIANT` and the like.
  package let subject: String
  /// What it does to the claim.
  package let direction: Direction
  /// The part of the version that it calls for.
  package let bump: VersionBump
  /// What was and what is, in one clause.
  public let message: String
  /// The place in the new version; nil where nothing stands there any more.
  public let place: SourceRange?
  /// The place in the old version; nil where nothing stood there.
  package let oldPlace: SourceRange?
  /// Who answers for it and until when, whether that has ended or not.
  package internal(set) var waiver: Falsifier.Waiver?

  init(
    _ subject: String, _ direction: Direction, _ message: String, at place: SourceRange? = nil,
    was oldPlace: SourceRange? = nil, bump: VersionBump? = nil, waiver: Falsifier.Waiver? = nil
  ) {
    self.subject = subject
    self.direction = direction
    self.message = message
    self.place = place
    self.oldPlace = oldPlace
    self.bump = bump ?? VersionBump(for: direction)
    self.waiver = waiver
  }

  /// Whether something is accepted now that was rejected before.
  package var isLoosening: Bool { direction == .easier || direction == .mixed }

  /// Whether it is what a falsifier predicts in words, which no check depends on, and which people believe.
  var isOfPrediction: Bool { predicting != nil }

  /// The falsifier whose prediction reads otherwise; nil where something else changed.
  var predicting: String? {
    let parts = subject.split(separator: "/")
    return parts.count == 2 && parts[1] == "prediction" ? String(parts[0]) : nil
  }

  /// Whether its waiver stands on a day, which is its last one at most.
  package func isWaived(asOf day: CalendarDate) -> Bool { waiver.map { day <= $0.until.value } ?? false }
}
