import Base
import Models

/// How far apart the values of a stage are: at each position for itself, and over all positions together.
///
/// The first position of a real model can have values a thousand times as large as those of the others (known as
/// massive activations), and a norm over all positions then says nothing of the others.
public struct StageDifference: Sendable {
  /// The Euclidean norm of a - b over that of the base, at each position; 0/0 is 0.
  public let positions: [Double]
  /// The position in the pass that `positions` starts with: of logits, the last one.
  public let firstPosition: Int
  /// The norm over all positions together.
  public let whole: Double

  /// Rows of values that belong together at each position, as the inputs of one stage do.
  struct Part {
    let a, b, base: ArraySlice<Float>
  }

  /// The difference of the values of one stage from those of another pass, which are the base.
  ///
  /// - Precondition: both have the same shape.
  public init(of values: StageValues, from base: StageValues) {
    precondition(values.shape == base.shape, "\(values.shape) against \(base.shape)")
    self.init(
      [Part(a: values.values[...], b: base.values[...], base: base.values[...])], positions: base.shape[0], from: 0)
  }

  /// The difference of some parts, each of which has as many values at every position.
  ///
  /// Elements with the same bits are no difference, and what is infinite in the base, as scores that a query does not
  /// see are, adds nothing to its norm.
  init(_ parts: [Part], positions count: Int, from firstPosition: Int) {
    var (differences, norms) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    for part in parts {
      precondition(part.a.count == part.base.count && part.b.count == part.base.count)
      let width = part.base.count / max(count, 1)
      part.a.withUnsafeBufferPointer { a in
        part.b.withUnsafeBufferPointer { b in
          part.base.withUnsafeBufferPointer { base in
            for position in 0..<count {
              for index in position * width..<(position + 1) * width {
                if a[index].bitPattern != b[index].bitPattern {
                  let difference = Double(a[index]) - Double(b[index])
                  differences[position] += difference * difference
                }
                if base[index].isFinite { norms[position] += Double(base[index]) * Double(base[index]) }
              }
            }
          }
        }
      }
    }
    func ratio(_ difference: Double, _ norm: Double) -> Double {
      difference == 0 ? 0 : (difference / norm).squareRoot()
    }
    positions = zip(differences, norms).map(ratio)
    whole = ratio(differences.reduce(0, +), norms.reduce(0, +))
    self.firstPosition = firstPosition
  }

  /// The largest over the positions, NaN being the largest; 0 without positions.
  public var worst: Double { positions.isEmpty ? 0 : positions[worstIndex] }

  /// The position of the largest, the first of equals.
  public var worstPosition: Int { firstPosition + worstIndex }

  /// The middle one of the positions in order of size, of an even number the larger of the two; 0 without positions.
  public var median: Double { Self.median(positions) }

  /// The differences for programs, all of them rounded for display.
  var json: JSON {
    func text(_ value: Double) -> JSON { .string(StageStatistics.display(value)) }
    return .object([
      "first_position": .integer(firstPosition), "positions": .array(positions.map(text)), "median": text(median),
      "whole": text(whole), "worst": text(worst), "worst_position": .integer(worstPosition),
    ])
  }

  /// The median over the positions of this difference over another one at the same position; nil where the other is
  /// 0 at all of them.
  func amplification(of inputs: StageDifference) -> Double? {
    let ratios = zip(positions, inputs.positions).compactMap { $1 == 0 ? nil : $0 / $1 }
    return ratios.isEmpty ? nil : Self.median(ratios)
  }

  private var worstIndex: Int {
    positions.indices.max { Self.isSmaller(positions[$0], positions[$1]) || positions[$0] == positions[$1] && $0 > $1 }
      ?? 0
  }

  private static func median(_ values: [Double]) -> Double {
    values.isEmpty ? 0 : values.sorted(by: isSmaller)[values.count / 2]
  }

  /// Larger is worse, and NaN is worst.
  private static func isSmaller(_ a: Double, _ b: Double) -> Bool { b.isNaN ? !a.isNaN : a < b }
}
