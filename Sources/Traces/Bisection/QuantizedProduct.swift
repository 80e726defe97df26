import Base
import Kernels
import Models

/// What the product of a Q4_K matrix and quantized activations is exactly, and how far the kernel may be from it.
///
/// The allowance of forward-parity-v1: the production path differs from the reference by the quantization of the
/// activations, which is an exact function of them, and by rounding, which q4k-q8k-dot-v1 bounds.
enum QuantizedProduct {
  /// How many results are further from the exact product than rounding explains.
  ///
  /// With S and M the integer sums of a block of weights and quantized activations, the exact value is the sum over
  /// blocks of `s (d S - dmin M)` in binary64, and the bound `gamma_k * sum(|d s S| + |dmin s M|)` with
  /// `k = ceil(B/2) + 4`, plus `sum(|S| + |M| + 2) * 2^-149`, plus 2^-40 of the magnitude for this sum's own rounding.
  ///
  /// - Parameters:
  ///   - matrix: of type Q4_K.
  ///   - x: rows of activations as long as those of the matrix; they are quantized by ggml's rule.
  ///   - result: the value of a weight row for a row of activations, in this order.
  /// - Complexity: O(rows * columns * count), shared by the processors; each weight is unpacked once.
  static func outside(
    _ matrix: Tensor, _ x: [Float], bias: [Float] = [], result: @Sendable (_ row: Int, _ activation: Int) -> Float
  ) throws -> Int {
    let input = try Activations(x, columns: matrix.columns)
    let part = max(1, (1 << 18) / matrix.columns)
    let starts = Array(stride(from: 0, to: matrix.rows, by: part))
    return Parallel.map(starts) { start in
      FloatingPointEnvironment.withDefault {
        (start..<min(start + part, matrix.rows)).reduce(0) { count, row in
          let expectations = input.expectations(matrix, row: row)
          return count
            + expectations.indices.count { activation in
              var (value, bound) = expectations[activation]
              if !bias.isEmpty {
                // The sum with the bias rounds once.
                value += Double(bias[row])
                bound += 0x1p-24 * (abs(value) + bound)
              }
              return !(abs(Double(result(row, activation)) - value) <= bound)
            }
        }
      }
    }.reduce(0, +)
  }

  /// Rows of activations, quantized.
  private struct Activations {
    let blocks, count: Int
    let scales: [Double]
    /// The quantized values, widened so that products of two are one instruction.
    let values: [Int16]
    /// The sums of 32 values.
    let sums: [Int32]

    init(_ x: [Float], columns: Int) throws {
      let row = try Q8K.quantizeGGML(x)
      (blocks, count) = (columns / Q4K.blockWeights, x.count / columns)
      (scales, values) = (row.scales.map(Double.init), row.values.map(Int16.init))
      let halves = row.sums
      sums = (0..<halves.count / 2).map { Int32(halves[2 * $0]) + Int32(halves[2 * $0 + 1]) }
    }

    /// The exact product of a row of weights and each row of activations, and its bound.
    func expectations(_ matrix: Tensor, row: Int) -> [(value: Double, bound: Double)] {
      let k = Double((blocks + 1) / 2 + 4) * 0x1p-24
      let gamma = k / (1 - k) + 0x1p-40
      var codes = [Int16](repeating: 0, count: Q4K.blockWeights)
      var minimums = [Int32](repeating: 0, count: 8)
      var results = [(value: Double, bound: Double)](repeating: (0, 0), count: count)
      let start = matrix.bytes.baseAddress! + row * matrix.rowBytes
      for b in 0..<blocks {
        let block = Q4K.Block(at: start + b * Q4K.blockBytes)
        for j in 0..<8 {
          let part = block.subBlock(j)
          minimums[j] = Int32(part.minimum)
          // Scale times code, at most 63 * 15.
          for i in 32 * j..<32 * j + 32 { codes[i] = Int16(part.scale) * Int16(block.nibble(i)) }
        }
        let (d, dmin) = (Double(block.d), Double(block.dmin))
        for c in 0..<count {
          let (products, low) = integers(codes, minimums, block: c * blocks + b)
          let (positive, negative) = (
            d * scales[c * blocks + b] * Double(products), dmin * scales[c * blocks + b] * Double(low)
          )
          results[c].value += positive - negative
          results[c].bound +=
            gamma * (abs(positive) + abs(negative)) + Double(abs(products) + abs(low) + 2) * 0x1p-149
        }
      }
      return results
    }

    /// The sums of scale * code * activation, and of minimum * activation; both are below 2^31.
    private func integers(_ codes: [Int16], _ minimums: [Int32], block: Int) -> (Int32, Int32) {
      var (products, low): (Int32, Int32) = (0, 0)
      values.withUnsafeBufferPointer { values in
        codes.withUnsafeBufferPointer { codes in
          let own = values.baseAddress! + block * Q4K.blockWeights
          for i in 0..<Q4K.blockWeights { products &+= Int32(codes[i]) &* Int32(own[i]) }
        }
      }
      for j in 0..<8 { low &+= minimums[j] &* sums[block * 8 + j] }
      return (products, low)
    }
  }
}
