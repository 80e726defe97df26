import Foundation
import XCTest

@testable import Kernels

/// Which scalings are refused, and why; ModelsTests and falsifiers compare the angles with those of other packages.
final class RoPEScalingTests: XCTestCase {
  private func problem(_ kind: RoPE.Scaling.Kind, magnitude: Double = 1, headDim: Int = 64, base: Double = 1e4)
    -> String?
  {
    RoPE.Scaling(kind, magnitude: magnitude).problem(headDim: headDim, base: base).map {
      "\($0.name) is \($0.value); it must be \($0.requirement)"
    }
  }

  private func yarn(
    _ factor: Double = 4, original: Double = 4096, betaFast: Double = 32, betaSlow: Double = 1, base: Double = 1e4
  ) -> String? {
    problem(
      .yarn(.init(factor: factor, original: original, betaFast: betaFast, betaSlow: betaSlow)), base: base)
  }

  private func llama(
    _ factor: Double = 8, low: Double = 1, high: Double = 4, original: Double = 8192
  ) -> String? {
    problem(.llama3(.init(factor: factor, lowFactor: low, highFactor: high, original: original)))
  }

  func testTheEndsOfEachRangeAreTaken() {
    XCTAssertNil(problem(.unchanged))
    for magnitude in [0x1p-16, 1, 0x1p16] { XCTAssertNil(problem(.unchanged, magnitude: magnitude)) }
    for factor in [1, 0x1p32] {
      XCTAssertNil(problem(.linear(factor: factor)))
      XCTAssertNil(yarn(factor))
      XCTAssertNil(llama(factor))
    }
    XCTAssertNil(problem(.dynamic(factor: 2, original: 1), headDim: 4))
    for number in [Double.leastNonzeroMagnitude, 0x1p32] {
      XCTAssertNil(yarn(original: number))
      XCTAssertNil(yarn(betaFast: number))
      XCTAssertNil(yarn(betaSlow: number))
      XCTAssertNil(llama(original: number))
    }
    XCTAssertNil(llama(low: 1, high: Double(1).nextUp))
    XCTAssertNil(yarn(base: Double(1).nextUp))
    for divisor in [0.5, 0x1p32] { XCTAssertNil(problem(.divided(by: [divisor, 1]), headDim: 4)) }
  }

  func testWhatIsBeyondIsRefused() {
    for magnitude in [(0x1p-16).nextDown, (0x1p16).nextUp, .nan] {
      XCTAssertEqual(
        problem(.unchanged, magnitude: magnitude), "magnitude is \(magnitude); it must be from 2^-16 to 2^16")
    }
    for factor in [Double(1).nextDown, (0x1p32).nextUp, .nan] {
      let refusal = "factor is \(factor); it must be from 1 to 2^32"
      XCTAssertEqual(problem(.linear(factor: factor)), refusal)
      XCTAssertEqual(problem(.dynamic(factor: factor, original: 1)), refusal)
      XCTAssertEqual(yarn(factor), refusal)
      XCTAssertEqual(llama(factor), refusal)
    }
    XCTAssertEqual(
      problem(.dynamic(factor: 2, original: 1), headDim: 2), "headDim is 2; it must be above 2 for dynamic scaling")
    XCTAssertEqual(
      problem(.dynamic(factor: 2, original: 0)), "original is 0.0; it must be above 0 and at most 2^32")
    for number in [0, (0x1p32).nextUp, .nan] {
      let refusal = "is \(number); it must be above 0 and at most 2^32"
      XCTAssertEqual(yarn(original: number), "original \(refusal)")
      XCTAssertEqual(yarn(betaFast: number), "beta \(refusal)")
      XCTAssertEqual(yarn(betaSlow: number), "beta \(refusal)")
      XCTAssertEqual(llama(original: number), "original \(refusal)")
    }
    XCTAssertEqual(yarn(betaFast: 0, betaSlow: -1), "beta is 0.0; it must be above 0 and at most 2^32")
    XCTAssertEqual(llama(low: 0), "lowFactor or highFactor is 0.0; it must be above 0 and at most 2^32")
    XCTAssertEqual(llama(low: -1, high: 0), "lowFactor or highFactor is -1.0; it must be above 0 and at most 2^32")
    XCTAssertEqual(
      llama(high: (0x1p32).nextUp),
      "lowFactor or highFactor is \((0x1p32).nextUp); it must be above 0 and at most 2^32")
    for high in [1, 0.5, .nan] {
      XCTAssertEqual(llama(low: 1, high: high), "highFactor is \(high); it must be above lowFactor, 1.0")
    }
    XCTAssertEqual(yarn(base: 1), "base is 1.0; it must be above 1 for YaRN")
    XCTAssertEqual(
      problem(.divided(by: [1, 1, 1]), headDim: 4), "number of divisors is 3; it must be one a pair, 2")
    for divisor in [(0.5).nextDown, (0x1p32).nextUp, .nan] {
      XCTAssertEqual(
        problem(.divided(by: [1, divisor]), headDim: 4), "divisor is \(divisor); it must be from 0.5 to 2^32")
    }
  }

  func testOnlyDynamicScalingDependsOnTheLength() {
    XCTAssertEqual(RoPE.Scaling(.dynamic(factor: 2, original: 4096)).stableLength, 4096)
    for kind in [RoPE.Scaling.Kind.unchanged, .linear(factor: 2), .divided(by: [1])] {
      XCTAssertNil(RoPE.Scaling(kind).stableLength)
    }
  }

  func testTheMagnitudeOfThePaper() {
    XCTAssertEqual(RoPE.Scaling.YaRN.magnitude(factor: 4), 1.1386294361119891)
    XCTAssertEqual(RoPE.Scaling.YaRN.magnitude(factor: 4, m: 0.5), 1.0693147180559945)
    for factor in [0.25, 1] {
      for m in [1.0, 0, .infinity] { XCTAssertEqual(RoPE.Scaling.YaRN.magnitude(factor: factor, m: m), 1) }
    }
  }

  func testARampHasTheLimitsOfThePaper() {
    XCTAssertEqual(
      RoPE.Scaling.YaRN(factor: 4, original: 4096),
      RoPE.Scaling.YaRN(factor: 4, original: 4096, betaFast: 32, betaSlow: 1, truncates: true))
  }

  /// With base 16 and a head of 8, pair i has the frequency 2^-i, and pair log2(original / (2 pi r)) turns r times.
  func testTheEndsOfARampStayWithinTheHead() {
    func frequencies(_ yarn: RoPE.Scaling.YaRN) -> [Double] {
      RoPE.Scaling(.yarn(yarn)).frequencies(headDim: 8, base: 16, length: 1)
    }
    // From pair -1.7, and so 0, to pair 3.3, and so 4: t is i / 4, and a frequency 2^-i (1 - 3 i / 16).
    XCTAssertEqual(frequencies(.init(factor: 4, original: 64)), [1, 13.0 / 32, 10.0 / 64, 7.0 / 128])
    // From pair 0.3, and so 0, to pair 9.3, and so 7: t is i / 7, and a frequency 2^-i (1 - i / 8).
    XCTAssertEqual(
      frequencies(.init(factor: 8, original: 4096, betaFast: 512)), [1, 7.0 / 16, 6.0 / 32, 5.0 / 64])
    // From a pair below 0 to one a little below 0: both are 0, and the ramp is as good as none.
    for original in [6, 2 * Double.pi] {
      XCTAssertEqual(
        frequencies(.init(factor: 4, original: original)), [1, 1.0 / 8, 1.0 / 16, 1.0 / 32], "original \(original)")
    }
  }

  /// Both ends at pair 1.9995: pair 2 is in the middle of the ramp, whose frequency is 2^-2 (1 / 8 + 1 / 2).
  func testARampWithoutWidthIsAThousandthWide() {
    let turns = 4096 / (2 * Double.pi) * exp2(-1.9995)
    let found = RoPE.Scaling(
      .yarn(.init(factor: 4, original: 4096, betaFast: turns, betaSlow: turns, truncates: false))
    ).frequencies(headDim: 8, base: 16, length: 1)
    for (found, expected) in zip(found, [1, 1.0 / 2, 5.0 / 32, 1.0 / 32]) {
      XCTAssertEqual(found, expected, accuracy: 1e-11)
    }
  }

  /// The end of this ramp is 7 + log2(2 pi in binary64 / 2 pi), which is 7 only when rounded to binary64.
  ///
  /// With t = i / (7 + d) the frequency is 2^-i (1 - 7/8 t) = 2^-i (1 - i/8 + i/8 d/7), but for terms of d^2.
  func testAnEndJustBelowTheLastValueIsNotMoved() {
    let kind = RoPE.Scaling.Kind.yarn(
      .init(factor: 8, original: 256 * Double.pi, betaFast: 128, betaSlow: 1, truncates: false))
    let plain = RoPE.Angles.plainFrequencies(pairs: 4, base: 16)
    let found = RoPE.Scaling(kind).frequencies(plain, pairs: 4, base: 16, length: 1)
    let d = -0x1.1a62633145c07p-52 / (2 * Double.pi) / log(2)
    for i in 0..<4 {
      let (power, share) = (exp2(-Double(i)), Double(i) / 8)
      let rest = (found[i] - DoubleDouble(power * (1 - share))).hi
      XCTAssertEqual(rest, power * share * d / 7, accuracy: 1e-24, "pair \(i)")
    }
  }

  /// The end of this ramp is 7 + d, of which binary64 sees only the 7: it is moved to 7, and a frequency is 2^-i (1 - i/8).
  func testAnEndJustBeyondTheLastValueIsMoved() {
    let kind = RoPE.Scaling.Kind.yarn(
      .init(factor: 8, original: 256 * Double.pi.nextUp, betaFast: 129, betaSlow: 1, truncates: false))
    let plain = RoPE.Angles.plainFrequencies(pairs: 4, base: 16)
    let found = RoPE.Scaling(kind).frequencies(plain, pairs: 4, base: 16, length: 1)
    for i in 0..<4 {
      let rest = (found[i] - DoubleDouble(exp2(-Double(i)) * (1 - Double(i) / 8))).hi
      XCTAssertEqual(rest, 0, accuracy: 1e-28, "pair \(i)")
    }
  }

  /// The first pair turns 4 - d times, of which binary64 sees only the 4: s = 1 - d/3, and the frequency 1 - 7/8 d/3.
  func testAShareJustBelowOneIsNotMoved() {
    let kind = RoPE.Scaling.Kind.llama3(.init(factor: 8, lowFactor: 1, highFactor: 4, original: 8 * Double.pi))
    let plain = RoPE.Angles.plainFrequencies(pairs: 1, base: 16)
    let found = RoPE.Scaling(kind).frequencies(plain, pairs: 1, base: 16, length: 1)[0]
    let d = 4 * 0x1.1a62633145c07p-52 / (2 * Double.pi)
    XCTAssertEqual(found.hi, 1)
    XCTAssertEqual(found.lo, -7 * d / 24, accuracy: 1e-30)
  }

  /// Pairs on the ramp, whose frequencies need 2 pi in as many bits as they have; from mpmath with 400 bits.
  func testFrequenciesOnARampHoldTheirLowParts() {
    func assertNear(
      _ kind: RoPE.Scaling.Kind, base: Double, _ expected: [(pair: Int, hi: Double, lo: Double)]
    ) {
      let plain = RoPE.Angles.plainFrequencies(pairs: 64, base: base)
      let found = RoPE.Scaling(kind).frequencies(plain, pairs: 64, base: base, length: 1)
      for (pair, hi, lo) in expected {
        let difference = found[pair] - DoubleDouble.quickSum(hi, lo)
        XCTAssertLessThanOrEqual(abs(difference.hi), hi * 0x1p-92, "\(kind), pair \(pair)")
      }
    }
    assertNear(
      .llama3(.init(factor: 8, lowFactor: 1, highFactor: 4, original: 8192)), base: 500_000,
      [
        (28, 0x1.a4ee3f0a6907bp-9, 0x1.15807c4617a07p-63),
        (30, 0x1.67a238074c42bp-10, 0x1.137e36228620ap-65),
        (32, 0x1.132ba8c6715a6p-11, -0x1.ad9a0b78c8b04p-67),
        (34, 0x1.765ba6f931578p-13, 0x1.50e7fcdac8d6ap-67),
        (36, 0x1.4683197ad3991p-14, -0x1.fa3325520b5e4p-71),
      ])
    assertNear(
      .yarn(.init(factor: 4, original: 4096, truncates: false)), base: 1e4,
      [
        (18, 0x1.33281b6744ae1p-4, 0x1.0ac0b15bb52a0p-58),
        (24, 0x1.d4ce2c845a995p-6, 0x1.8e2a9fb1b3ec1p-61),
        (33, 0x1.6272279c4ec05p-8, 0x1.9767ebcbbadbcp-62),
        (42, 0x1.ac053e03d19d0p-11, -0x1.f09dacc556cbap-65),
        (48, 0x1.0624dd2f1a9fcp-12, -0x1.89374bc6a7efap-68),
      ])
  }

  /// What a table says of each argument that it refuses.
  func testATableNamesWhatItRefuses() {
    func refusal(
      headDim: Int = 4, base: Double = 1e4, positions: Range<Int> = 0..<1, frequencies: RoPE.Frequencies = .exact,
      _ scaling: RoPE.Scaling = .none
    ) -> String? {
      do {
        _ = try RoPE.Table(
          headDim: headDim, base: base, positions: positions, frequencies: frequencies, scaling: scaling)
        return nil
      } catch { return "\(error)" }
    }
    XCTAssertNil(refusal(headDim: 2, base: 1))
    let widest = RoPE.Table.headDimLimit
    for headDim in [-2, 0, 1, 5, widest + 2, .max - 1] {
      XCTAssertEqual(
        refusal(headDim: headDim), "RoPE.Table: headDim is \(headDim); it must be even and in 2...16777216")
    }
    // The widest head is allowed, but not at so many positions.
    XCTAssertEqual(
      refusal(headDim: widest, positions: 0..<RoPE.Table.positionLimit),
      "RoPE.Table: the number of cosines is \(1 << 47); it must be so small that the system has memory for it")
    for base in [Double(1).nextDown, .infinity, .nan] {
      XCTAssertEqual(refusal(base: base), "RoPE.Table: base is \(base); it must be finite and at least 1")
    }
    let limit = RoPE.Table.positionLimit
    XCTAssertNil(refusal(positions: limit - 1..<limit))
    XCTAssertEqual(refusal(positions: -1..<1), "RoPE.Table: position is -1; it must be in 0..<\(limit)")
    XCTAssertEqual(refusal(positions: 0..<limit + 1), "RoPE.Table: position is \(limit); it must be in 0..<\(limit)")
    XCTAssertEqual(
      refusal(.init(.linear(factor: 0.5))), "RoPE.Table: factor is 0.5; it must be from 1 to 2^32")
  }
}
