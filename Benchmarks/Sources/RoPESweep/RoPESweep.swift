import Foundation
import Kernels

/// Writes the RoPE table of head dimension 128 to standard output, for `Benchmarks/rope/check` to compare.
///
/// `RoPESweep BASE POSITIONS`: position after position, 64 cosines and 64 sines as binary32 in the
/// machine's byte order.
@main
struct RoPESweep {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let base = Double(arguments[1]), let positions = Int(arguments[2]), positions >= 0
    else {
      FileHandle.standardError.write(Data("usage: RoPESweep BASE POSITIONS\n".utf8))
      exit(2)
    }
    let pairs = 64
    for start in stride(from: 0, to: positions, by: 1024) {
      let range = start..<min(start + 1024, positions)
      let table = try RoPE.Table(headDim: 2 * pairs, base: base, positions: range)
      var values: [Float] = []
      values.reserveCapacity(range.count * 2 * pairs)
      for position in range {
        values += (0..<pairs).map { table.cosine(position: position, pair: $0) }
        values += (0..<pairs).map { table.sine(position: position, pair: $0) }
      }
      try FileHandle.standardOutput.write(contentsOf: values.withUnsafeBytes { Data($0) })
    }
  }
}
