import Measuring

/// Softmaxes that treat some places of a row unlike others.
enum SoftmaxPlaceMutants {
  static let nanLeftOutOfSum = Mutant<SoftmaxKernel>("nan_left_out_of_sum", "the sum passes over NaN") { logits in
    var steps = SoftmaxSteps()
    steps.sum = { SoftmaxSteps.lanes64($0.map { $0.isNaN ? 0 : $0 }) }
    return steps.f32(logits)
  }

  static let nanLostInTail = Mutant<SoftmaxKernel>(
    "nan_lost_in_tail", "a NaN among the last n mod 8 logits counts as -infinity, as a masked load may fill it in"
  ) { try SoftmaxKernels.real(PlaceCases.hidingNaN(inTailOf: $0, as: -.infinity)) }

  static let tailDivided = Mutant<SoftmaxKernel>(
    "tail_divided", "the last n mod 8 results are divided by the sum, the others multiplied with its reciprocal"
  ) { PlaceCases.tail(of: try SoftmaxSteps.division.kernel($0), behind: try SoftmaxKernels.real($0)) }

  static let tailEstimated = Mutant<SoftmaxKernel>(
    "tail_estimated", "the last n mod 8 results are multiplied with a reciprocal of 12 bits"
  ) { PlaceCases.tail(of: try SoftmaxSteps.reciprocalEstimate.kernel($0), behind: try SoftmaxKernels.real($0)) }
}

/// Normalizations that treat some places of a row unlike others.
enum RMSNormPlaceMutants {
  static let nanLeftOutOfSum = RMSNormOrderMutants.mutant(
    "nan_left_out_of_sum", "the sum of squares passes over NaN",
    sum: { row in
      let clean = row.map { $0.isNaN ? 0 : $0 }
      return DotMutants.lanes64(clean, clean, fused: true, foldAdjacent: false)
    })

  static let nanLostInTail = Mutant<RMSNormKernel>(
    "nan_lost_in_tail", "a NaN among the last n mod 8 values of a row counts as 0, as a masked load may fill it in"
  ) { try $0.rowwise { $0.x = PlaceCases.hidingNaN(inTailOf: $0.x, as: 0) } }

  static let nanSpreads = Mutant<RMSNormKernel>("nan_spreads", "a NaN in one row makes the next row NaN") { each in
    let results = try RMSNormCase.real(each)
    return results.indices.map { $0 >= each.columns && results[$0 - each.columns].isNaN ? .nan : results[$0] }
      .map { $0.isNaN ? Float(bitPattern: 0x7fc0_0000) : $0 }
  }

  static let tailDivided = Mutant<RMSNormKernel>(
    "tail_divided", "the last n mod 8 values are divided by the root, the others multiplied with its reciprocal"
  ) { PlaceCases.tail(of: try RMSNormOrderMutants.dividedByRoot.kernel($0), behind: try RMSNormCase.real($0)) }
}
