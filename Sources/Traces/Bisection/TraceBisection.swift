import Models

/// Two traces compared stage by stage in the order of the pass, without their models.
public struct TraceBisection: Sendable {
  /// The comparison of all captures.
  public let comparison: Comparison
  /// The relative L2 difference that is still accepted; nil accepts the same bits only.
  public let accepted: Double?

  /// Compares two folders.
  ///
  /// - Throws: as `Comparison.of`.
  public init(_ a: String, _ b: String, accepted: Double?, progress: (Int, Int) -> Void = { _, _ in }) throws {
    comparison = try Comparison.of(a, b, limit: 1, progress: progress)
    self.accepted = accepted
  }

  /// The first capture, in the order of the pass, that differs by more than is accepted.
  public var first: Comparison.Pair? {
    comparison.pairs.first { pair in
      guard let accepted else { return !pair.difference.isIdentical }
      return !(pair.difference.relativeL2 <= accepted)
    }
  }
}
