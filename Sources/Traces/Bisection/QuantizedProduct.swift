import Kernels
import Models

/// What the product of a Q4_K matrix and quantised activations is exactly, and how far the kernel may be from it.
///
/// The allowance of forward-parity-v1: the production path differs from the reference by the quantisation of the
/// activations, which is an exact function of them, and by rounding, which q4k-q8k-dot-v1 bounds.
enum QuantizedProduct {
  /// Expected values and bounds, [count][rows].
  struct Expectation {
    var values: [Double] = []
    var bounds: [Double] = []
  }

  /// The products of a matrix with rows of activations, which are quantised by ggml's rule.
  ///
  /// With S and M the integer sums of a block of weights and quantised activations, the value is the sum over
  /// blocks of `s (d S - dmin M)` in binary64, and the bound `gamma_k * sum(|d s S| + |dmin s M|)` with
  /// `k = ceil(B/2) + 4`, plus `sum(|S| + |M| + 2) * 2^-149`, plus 2^-40 of the magnitude for this sum's own rounding.
  ///
  /// - Parameter matrix: of type Q4_K.
  /// - Complexity: O(rows * columns * count).
  static func expectation(_ matrix: Tensor, _ x: [Float]) throws -> Expectation {
    let (columns, blocks) = (matrix.columns, matrix.columns / Q4K.blockWeights)
    let row = try Q8K.quantizeGGML(x)
    let (scales, values) = (row.scales, row.values)
    let count = x.count / columns
    var result = Expectation(
      values: .init(repeating: 0, count: count * matrix.rows), bounds: .init(repeating: 0, count: count * matrix.rows))
    let k = Double((blocks + 1) / 2 + 4) * 0x1p-24
    let gamma = k / (1 - k) + 0x1p-40
    for r in 0..<matrix.rows {
      let decoded = (0..<blocks).map {
        DecodedBlock(matrix.bytes.baseAddress! + r * matrix.rowBytes + $0 * Q4K.blockBytes)
      }
      for c in 0..<count {
        var (value, magnitude, integers) = (0.0, 0.0, 0.0)
        for (b, block) in decoded.enumerated() {
          let (s, m) = block.sums(values, from: c * columns + b * Q4K.blockWeights)
          let scale = Double(scales[c * blocks + b])
          let (positive, negative) = (block.d * scale * Double(s), block.dmin * scale * Double(m))
          value += positive - negative
          magnitude += abs(positive) + abs(negative)
          integers += Double(abs(s) + abs(m) + 2)
        }
        result.values[c * matrix.rows + r] = value
        result.bounds[c * matrix.rows + r] = gamma * magnitude + integers * 0x1p-149
      }
    }
    return result
  }

  /// A super-block with its codes taken apart.
  private struct DecodedBlock {
    let d, dmin: Double
    /// Scale times code, at most 63 * 15.
    private let codes: [Int32]
    private let minimums: [Int32]

    init(_ address: UnsafeRawPointer) {
      let block = Q4K.Block(at: address)
      (d, dmin) = (Double(block.d), Double(block.dmin))
      let parts = (0..<8).map(block.subBlock)
      codes = (0..<Q4K.blockWeights).map { Int32(parts[$0 / 32].scale) * Int32(block.nibble($0)) }
      minimums = parts.map { Int32($0.minimum) }
    }

    /// The sums of scale * code * activation, and of minimum * activation; both are below 2^31.
    func sums(_ values: [Int8], from start: Int) -> (Int32, Int32) {
      values.withUnsafeBufferPointer { values in
        codes.withUnsafeBufferPointer { codes in
          var (products, low): (Int32, Int32) = (0, 0)
          for j in 0..<8 {
            var sum: Int32 = 0
            for i in 32 * j..<32 * j + 32 {
              let value = Int32(values[start + i])
              products &+= codes[i] &* value
              sum &+= value
            }
            low &+= minimums[j] &* sum
          }
          return (products, low)
        }
      }
    }
  }
}
