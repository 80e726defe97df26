import FalsifierKit
import Saxpy

/// Falsifiers of contracts/compensated-sum-v1.yaml.
final class FalsifyCompensatedSum: FalsifierCase {
  private typealias Kernel = ([Float]) throws -> Float

  private let noCompensation = Mutant<Kernel>("no_compensation", "the errors are not added") { $0.reduce(0, +) }

  private let errorSubtracted = Mutant<Kernel>("error_subtracted", "the errors are subtracted") { x in
    let plain = x.reduce(0, +)
    return plain - (compensatedSum(x) - plain)
  }

  private let magnitudesNotCompared = Mutant<Kernel>(
    "magnitudes_not_compared", "the sum is taken for the larger addend, as in Kahan's form without exchange"
  ) { x in
    var (sum, error) = (Float(0), Float(0))
    for value in x {
      let next = sum + value
      error += (sum - next) + value
      sum = next
    }
    return sum + error
  }

  private let lastElementDropped = Mutant<Kernel>("last_element_dropped", "the last element is not read") { x in
    compensatedSum(x.dropLast())
  }

  func testFalsifySUM001() throws {
    try falsify("FALSIFY-SUM-001", in: "compensated-sum-v1") { run in
      var random = run.random("scaled")
      let vectors = (0..<256).map { index -> [Float] in
        let values = (0..<random.integer(in: 1..<513)).map { _ in random.scaled(exponents: -20...20) }
        // The same numbers with the other sign, in reverse, and one more: nearly all of the sum cancels.
        return index.isMultiple(of: 2) ? values : values + values.reversed().map { -$0 } + [random.unit()]
      }
      run.input(
        "x", vectors.flatMap { $0 }, generator: "scaled: exponents -20...20, half of them cancelling",
        seed: random.seed, cases: vectors.count)
      let exact = vectors.map(ExactSum.of)
      try run.register(bound: .compensatedSum)
      let bound: BoundArguments = [
        "count": vectors.map { Double($0.count) }, "magnitude": vectors.map { ExactSum.of($0.map(\.magnitude)) },
      ]
      try run.judge(
        compensatedSum, mutants: [noCompensation, errorSubtracted, magnitudesNotCompared, lastElementDropped]
      ) { kernel, probe in
        let sums = try vectors.map(kernel)
        probe.output("sums", sums)
        try probe.countOutside(sums, of: exact, bound: bound)
      }
    }
  }
}
