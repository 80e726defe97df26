/// What calls of a library gave, beside what ours give for the same: for a diagnosis of what is wrong.
struct Observations: Sendable {
  struct Observation: Sendable {
    let operation: Operation
    let shape: [Int]
    /// Of the first output.
    let actual: [Double]
    let own: [Double]
    /// The size by which an error is measured: the largest result, or the sum of magnitudes where terms cancel.
    let scale: Double
    /// Whether each result is a binary16 and a bfloat16 number.
    let isHalf: Bool
    let isBrain: Bool

    /// The largest error in units of `scale`; infinite where a number stands for none, or the reverse.
    var error: Double {
      zip(actual, own).reduce(0) { worst, pair in
        if pair.0.isNaN && pair.1.isNaN || pair.0 == pair.1 { return worst }
        let error = abs(pair.0 - pair.1) / scale
        return max(worst, error.isNaN ? .infinity : error)
      }
    }

    /// Whether it is right but for rounding.
    var isRight: Bool { error <= 0x1p-12 }
  }

  private(set) var all: [Observation] = []

  /// Enough for a diagnosis.
  private static let limit = 1500

  /// Observes a call, where ours takes such a one and there are not enough yet.
  mutating func add(_ call: Call, _ outputs: [CallArray]) throws {
    guard all.count < Self.limit, let own = try? call.computedHere(), case .f32(let actual) = outputs[0] else { return }
    let numbers = own[0].numbers
    all.append(
      Observation(
        operation: call.operation, shape: call.shape, actual: outputs[0].numbers, own: numbers,
        scale: Self.scale(call, numbers), isHalf: actual.allSatisfy(Self.isHalf),
        isBrain: actual.allSatisfy { $0.bitPattern & 0xffff == 0 }))
  }

  /// The largest result, or the sum of magnitudes where terms cancel.
  static func scale(_ call: Call, _ own: [Double]) -> Double {
    let largest = own.reduce(0) { $1.isFinite ? max($0, abs($1)) : $0 }
    guard call.operation == .dot || call.operation == .matVec else { return largest }
    var magnitudes = call
    magnitudes.inputs = call.inputs.map { .f32($0.floats.map(abs)) }
    let sums = (try? magnitudes.computedHere())?[0].numbers ?? []
    return sums.reduce(largest) { $1.isFinite ? max($0, $1) : $0 }
  }

  private static func isHalf(_ value: Float) -> Bool {
    guard value.isFinite, abs(value) >= 0x1p-14 || value == 0 else { return value == 0 }
    return value.bitPattern & 0x1fff == 0 && abs(value) <= 65504
  }
}
