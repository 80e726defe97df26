import Base
import Kernels
import Models

/// What the product of a matrix in blocks and quantized activations is exactly, and how far the kernel may be from it.
///
/// The allowance of forward-parity-v1: the production path differs from the reference by the quantization of the
/// activations, which is an exact function of them, and by rounding, which q4k-q8k-dot-v1, kquant-q8k-dot-v1 and
/// q8_0-dot-v1 bound.
enum QuantizedProduct {
  /// How many results are further from the exact product than rounding explains.
  ///
  /// With S and M the integer sums of a block of weights and quantized activations, the exact value is the sum over
  /// blocks of `s (d S + m M)` in binary64, and the bound `gamma_k * sum(|d s S| + |m s M|)`, k as `FusedProduct` has
  /// it, plus `sum(|S| + |M| + 2) * 2^-149`, plus 2^-40 of the magnitude for this sum's own rounding.
  ///
  /// - Parameters:
  ///   - matrix: of a type that is multiplied by quantized activations.
  ///   - x: rows of activations as long as those of the matrix; they are quantized by ggml's rule for the type.
  ///   - result: the value of a weight row for a row of activations, in this order.
  /// - Complexity: O(rows * columns * count), shared by the processors; each weight is unpacked once.
  static func outside(
    _ matrix: Tensor, _ x: [Float], bias: [Float] = [], result: @Sendable (_ row: Int, _ activation: Int) -> Float
  ) throws -> Int {
    guard case .block(let format) = matrix.type, let activations = format.activationFormat else {
      preconditionFailure("\(matrix.type.name) is not multiplied by quantized activations")
    }
    let input = try Activations(x, activations, columns: matrix.columns)
    let part = max(1, (1 << 18) / matrix.columns)
    let starts = Array(stride(from: 0, to: matrix.rows, by: part))
    return Parallel.map(starts) { start in
      FloatingPointEnvironment.withDefault {
        var integers = FusedProduct.Integers()
        var expectations = [Activations.Expectation](repeating: (0, 0), count: input.count)
        return (start..<min(start + part, matrix.rows)).reduce(0) { count, row in
          input.expect(matrix, format, row: row, &integers, &expectations)
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
    /// The values of a block, the blocks of a row, the rows.
    let size, blocks, count: Int
    let scales: [Double]
    /// The quantized values, widened so that products of two are one instruction.
    let values: [Int16]
    /// The sums of 16 values.
    let sums: [Int32]
    /// Of a row's product, with the rounding of the sum in binary64.
    let gamma: Double

    init(_ x: [Float], _ format: ActivationFormat, columns: Int) throws {
      let (k, quantized): (Int, [Int8])
      switch format {
      case .q8K:
        let row = try Q8K.quantizeGGML(x)
        (size, scales, quantized) = (256, row.scales.map(Double.init), row.values)
        blocks = columns / size
        k = (blocks + 1) / 2 + 4
      case .q8_0:
        let row = try Q8_0.quantize(x)
        (size, scales, quantized) = (32, row.scales.map(Double.init), row.values)
        blocks = columns / size
        k = (blocks + 3) / 4 + 4
      }
      count = x.count / columns
      values = quantized.map(Int16.init)
      sums = stride(from: 0, to: quantized.count, by: 16).map { start in
        quantized[start..<start + 16].reduce(0) { $0 + Int32($1) }
      }
      let roundings = Double(k) * 0x1p-24
      gamma = roundings / (1 - roundings) + 0x1p-40
    }

    /// The exact product of a row of weights and a row of activations, and its bound.
    typealias Expectation = (value: Double, bound: Double)

    /// What is expected of a row of weights and each row of activations.
    func expect(
      _ matrix: Tensor, _ format: BlockFormat, row: Int, _ integers: inout FusedProduct.Integers,
      _ results: inout [Expectation]
    ) {
      let start = matrix.bytes.baseAddress! + row * matrix.rowBytes
      results.withUnsafeMutableBufferPointer { results in
        results.update(repeating: (0, 0))
        for b in 0..<blocks {
          integers.read(format, start + b * format.blockBytes)
          let (d, m) = (Double(integers.d), Double(integers.m))
          for c in 0..<count {
            let (products, minimums) = sums(integers, block: c * blocks + b)
            let scale = scales[c * blocks + b]
            let (product, minimum) = (d * scale * Double(products), m * scale * Double(minimums))
            results[c].value += product + minimum
            results[c].bound +=
              gamma * (abs(product) + abs(minimum)) + Double(abs(products) + abs(minimums) + 2) * 0x1p-149
          }
        }
      }
    }

    /// The sums of code * activation, and of minimum * activation; both are below 2^28.
    @inline(__always)
    private func sums(_ integers: borrowing FusedProduct.Integers, block: Int) -> (Int32, Int32) {
      let products = values.withUnsafeBufferPointer { values in
        integers.codes.withUnsafeBufferPointer { codes in
          let own = values.baseAddress! + block * size
          // Both sizes are whole numbers of 32, which the compiler makes vectors of.
          var sum: Int32 = 0
          for part in stride(from: 0, to: size, by: 32) {
            for i in part..<part + 32 { sum &+= Int32(codes[i]) &* Int32(own[i]) }
          }
          return sum
        }
      }
      guard integers.m != 0 else { return (products, 0) }
      var low: Int32 = 0
      for j in 0..<size / 16 { low &+= Int32(integers.minimums[j]) &* sums[block * size / 16 + j] }
      return (products, low)
    }
  }
}
