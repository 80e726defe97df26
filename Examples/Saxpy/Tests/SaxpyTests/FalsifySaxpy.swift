import FalsifierKit
import Saxpy

/// Falsifiers of contracts/saxpy-v1.yaml.
final class FalsifySaxpy: FalsifierCase {
  private typealias Kernel = (Float, [Float], [Float]) throws -> [Float]

  private let productRounded = Mutant<Kernel>("product_rounded", "a * x is rounded before y is added") { a, x, y in
    zip(x, y).map { a * $0 + $1 }
  }

  private let lastElementKept = Mutant<Kernel>(
    "last_element_kept", "the last element of y is left as it is"
  ) { a, x, y in
    saxpy(a, x.dropLast(), y.dropLast()) + y.suffix(1)
  }

  private let operandsExchanged = Mutant<Kernel>("operands_exchanged", "a * y + x") { a, x, y in saxpy(a, y, x) }

  func testFalsifySAXPY001() throws {
    try falsify("FALSIFY-SAXPY-001", in: "saxpy-v1") { run in
      var random = run.random("scaled")
      let a = random.scaled(exponents: 0...0)
      let x = (0..<4096).map { _ in random.scaled(exponents: -20...20) }
      let y = x.indices.map { i in
        i.isMultiple(of: 2) ? random.scaled(exponents: -20...20) : -a * x[i] * (1 + random.unit() * 0x1p-20)
      }
      run.input("a", [a], generator: "scaled: exponents -20...20, half of them cancelling", seed: random.seed)
      run.input(
        "x", x, generator: "scaled: exponents -20...20, half of them cancelling", seed: random.seed, cases: x.count)
      run.input(
        "y", y, generator: "scaled: exponents -20...20, half of them cancelling", seed: random.seed, cases: y.count)
      let expected = zip(x, y).map { Self.roundedOnce(a, $0, $1) }
      try run.judge(saxpy, mutants: [productRounded, lastElementKept, operandsExchanged]) { kernel, probe in
        let z = try kernel(a, x, y)
        probe.output("z", z)
        try probe.compare(z, to: expected, .bitsDiffering)
      }
    }
  }

  /// `a * x + y` rounded to binary32 once, without a fused operation.
  ///
  /// The product is exact in binary64. The sum may not be: its error is computed exactly (Knuth), and
  /// where there is one, an even last bit is made odd towards it, so that the second rounding, to
  /// binary32, sees on which side of a tie the exact sum lies (Boldo and Melquiond, 2008).
  private static func roundedOnce(_ a: Float, _ x: Float, _ y: Float) -> Float {
    let (product, addend) = (Double(a) * Double(x), Double(y))
    let sum = product + addend
    let virtual = sum - product
    let error = (product - (sum - virtual)) + (addend - virtual)
    guard error != 0, sum.bitPattern.isMultiple(of: 2) else { return Float(sum) }
    return Float(error > 0 ? sum.nextUp : sum.nextDown)
  }
}
