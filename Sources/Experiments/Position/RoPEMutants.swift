import Measuring
import Kernels

/// Wrong rotations that call the real one with one thing wrong.
enum RoPEMutants {
  static let pairingSwapped = Mutant<RoPEKernel>(
    "pairing_swapped", "NEOX pairs where NORM is asked for, and the reverse"
  ) {
    var shape = $2
    shape.pairing = shape.pairing == .norm ? .neox : .norm
    return try RoPERotations.real($0, $1, shape)
  }

  /// Turning the pair (x1, x0) and writing it back in that order is a turn the other way, bit for bit.
  static let sineNegated = Mutant<RoPEKernel>("sine_negated", "turns by the negative angle") { x, position, shape in
    let swapped = swappingMembers(of: x, shape)
    return swappingMembers(of: try RoPERotations.real(swapped, position, shape), shape)
  }

  static let exponentHalved = Mutant<RoPEKernel>("exponent_halved", "angle with base^(-i/d) instead of base^(-2i/d)") {
    var shape = $2
    shape.base = shape.base.squareRoot()
    return try RoPERotations.real($0, $1, shape)
  }

  static let positionOffByOne = Mutant<RoPEKernel>("position_off_by_one", "positions are counted from 1") {
    try RoPERotations.real($0, $1 + 1, $2)
  }

  static let firstPositionForAll = Mutant<RoPEKernel>(
    "first_position_for_all", "every token is turned by the position of the first"
  ) { x, position, shape in
    try RoPERotations.tokenwise(x, shape) { _ in position }
  }

  static let positionModulo4096 = Mutant<RoPEKernel>(
    "position_modulo_4096", "positions wrap round at a context of 4096"
  ) { x, position, shape in
    try RoPERotations.tokenwise(x, shape) { (position + $0) % 4096 }
  }

  static let firstHeadOnly = Mutant<RoPEKernel>("first_head_only", "only the first head of a token is turned") {
    x, position, shape in
    var result = try RoPERotations.real(x, position, shape)
    for index in x.indices where index % (shape.heads * shape.headDim) >= shape.headDim { result[index] = x[index] }
    return result
  }

  static let binary32Recurrence = Mutant<RoPEKernel>(
    "binary32_recurrence", "angles by repeated multiplication in binary32"
  ) {
    try RoPERotations.rotated($0, $1, $2, .binary32Recurrence)
  }

  /// Pair 2j or 2j+1 stands where pair j should, and so gets its angle; the rest is put back.
  static let interleavedTable = Mutant<RoPEKernel>(
    "interleaved_table", "pair i reads entry i of a table that holds each entry twice"
  ) { x, position, shape in
    var result = x
    for parity in 0...1 {
      var moved = [Float](repeating: 0, count: x.count)
      let all = shape.pairs(tokens: x.count / (shape.heads * shape.headDim))
      func target(_ index: Int) -> Int { index - all[index].pair + all[index].pair / 2 }
      let chosen = all.indices.filter { all[$0].pair % 2 == parity }
      for index in chosen {
        moved[all[target(index)].first] = x[all[index].first]
        moved[all[target(index)].second] = x[all[index].second]
      }
      let turned = try RoPERotations.real(moved, position, shape)
      for index in chosen {
        result[all[index].first] = turned[all[target(index)].first]
        result[all[index].second] = turned[all[target(index)].second]
      }
    }
    return result
  }

  private static func swappingMembers(of x: [Float], _ shape: RoPEShape) -> [Float] {
    var result = x
    for (_, _, first, second) in shape.pairs(tokens: x.count / (shape.heads * shape.headDim)) {
      result.swapAt(first, second)
    }
    return result
  }
}
