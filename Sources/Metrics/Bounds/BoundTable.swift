extension BoundFunction {
  /// All that this package knows, in the order in which docs/bounds.md shows them.
  public static let all: [BoundFunction] = [
    dotFMALanes, dotAnyOrder, dotOfRoundedTerms, softmax, softmaxSum, softmaxShifted, exponentialULPs, rmsNorm,
    layerNorm,
    silu, swiglu, gelu, geglu, attentionScores, scaledDotAnyOrder, attention, q8K, q8_0, q4K, blockProduct,
    publishedBlockProduct, rotation, rotatedScores, roundedAngle, statisticsOfSums,
  ]

  /// The function of a name, among all and those of a package of its own.
  public static func named(_ name: String, among own: [BoundFunction] = []) -> BoundFunction? {
    (all + own).first { $0.name == name }
  }

  /// Whether a name is one of a package of its own: it has a `.`.
  public static func isOwn(_ name: String) -> Bool { name.contains(".") }
}
