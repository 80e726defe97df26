import Kernels
import XCTest

/// What operations on arrays of one length say of other lengths: which array has which.
final class ElementwiseShapeTests: XCTestCase {
  private typealias Input = UnsafeBufferPointer<Float>
  private typealias Output = UnsafeMutableBufferPointer<Float>

  private func refusal(_ body: (Input, Input, Output) throws -> Void) -> String? {
    let (two, three) = ([Float](repeating: 1, count: 2), [Float](repeating: 1, count: 3))
    var four = [Float](repeating: 0, count: 4)
    return two.withUnsafeBufferPointer { two in
      three.withUnsafeBufferPointer { three in
        four.withUnsafeMutableBufferPointer { four in
          do {
            try body(two, three, four)
            return nil
          } catch { return "\(error)" }
        }
      }
    }
  }

  func testTheLengthsOfInputAndOutput() {
    for (name, run) in [
      ("Activation.silu", { try Activation.silu($0, into: $1) }),
      ("GELU.tanhForm", { try GELU.tanhForm($0, into: $1) }),
      ("Exponential.f32", { try Exponential.f32($0, into: $1) }),
    ] as [(String, (Input, Output) throws -> Void)] {
      XCTAssertEqual(refusal { two, _, four in try run(two, four) }, "\(name): length of x is 2, but length of y is 4")
    }
  }

  func testTheLengthsOfGateUpAndOutput() {
    for (name, run) in [
      ("Activation.swiglu", { try Activation.swiglu(gate: $0, up: $1, into: $2) }),
      ("GELU.geglu", { try GELU.geglu(gate: $0, up: $1, into: $2) }),
    ] as [(String, (Input, Input, Output) throws -> Void)] {
      XCTAssertEqual(
        refusal { two, three, four in try run(two, three, four) },
        "\(name): length of gate is 2, but length of up is 3")
      XCTAssertEqual(
        refusal { two, _, four in try run(two, two, four) }, "\(name): length of gate is 2, but length of y is 4")
    }
  }

  func testTheLengthsOfALayerNorm() {
    XCTAssertEqual(
      refusal { two, three, four in try LayerNorm.apply(three, weight: two, bias: two, epsilon: 0, into: four) },
      "LayerNorm.apply: length of x is 3, but that of whole rows as long as weight is 2")
    XCTAssertEqual(
      refusal { two, three, four in try LayerNorm.apply(two, weight: two, bias: three, epsilon: 0, into: four) },
      "LayerNorm.apply: length of bias is 3, but length of weight is 2")
    XCTAssertEqual(
      refusal { two, _, four in try LayerNorm.apply(two, weight: two, bias: two, epsilon: 0, into: four) },
      "LayerNorm.apply: length of y is 4, but length of x is 2")
  }

  func testTheLengthsOfADotProduct() {
    for (name, run) in [
      ("Dot.f32", { try Dot.f32($0, $1) }), ("Dot.sequential", { try Dot.sequential($0, $1) }),
      ("Dot.lane8", { try Dot.lane8($0, $1) }),
    ] as [(String, (Input, Input) throws -> Float)] {
      XCTAssertEqual(
        refusal { two, three, _ in _ = try run(two, three) }, "\(name): length of a is 2, but length of b is 3")
    }
  }
}
