import Kernels

/// A call whose outputs are to be some elements of another one's, to the bit.
struct RelatedCall {
  let call: Call
  /// For each output of the related call, the elements of it, and the elements of the other call that they equal.
  let pairs: [(own: Range<Int>, other: Range<Int>)]
}

extension Call {
  /// One row of many, by itself; or, of a single row, three of it in one call. nil where a call has no rows.
  ///
  /// - Parameter row: which one, taken modulo their number.
  func aloneOrTogether(row: Int) -> RelatedCall? {
    switch operation {
    case .matVec: rowOfWeights(row)
    case .softmax: integers[0] > 1 ? rowOfAll(row) : threeRows
    case .rmsNorm, .layerNorm: integers[0] > 1 ? rowOfAll(row) : threeRows
    case .exp, .silu, .gelu, .swiglu, .geglu: someElements(row)
    case .productQ8K, .productQ8_0: activation(row)
    case .dequantize: block(row)
    case .rope: token(row)
    case .dot, .quantizeQ8K, .quantizeQ8KPublished, .quantizeQ8_0, .attentionDecode, .attentionPrefill: nil
    }
  }

  private func rowOfWeights(_ row: Int) -> RelatedCall? {
    let (rows, columns) = (integers[0], integers[1])
    guard rows > 1 else { return nil }
    let row = row % rows
    let alone = Call.matVec(
      Array(inputs[0].floats[row * columns..<(row + 1) * columns]), rows: 1, columns: columns, inputs[1].floats,
      threads: threads)
    return RelatedCall(call: alone, pairs: [(0..<1, row..<row + 1)])
  }

  /// The first input is made of rows, and so is the output; the others belong to every row.
  private func rowOfAll(_ row: Int) -> RelatedCall? {
    let (rows, columns) = (integers[0], integers[1])
    let row = row % rows
    var alone = self
    alone.integers[0] = 1
    alone.inputs[0] = inputs[0].slice(row * columns..<(row + 1) * columns)
    alone.outputs[0] = outputs[0].slice(0..<columns)
    return RelatedCall(call: alone, pairs: [(0..<columns, row * columns..<(row + 1) * columns)])
  }

  private var threeRows: RelatedCall? {
    guard integers[0] == 1 else { return nil }
    let columns = integers[1]
    var together = self
    together.integers[0] = 3
    together.inputs[0] = inputs[0].repeated(3)
    together.outputs[0] = outputs[0].repeated(3)
    return RelatedCall(
      call: together, pairs: (0..<3).map { ($0 * columns..<($0 + 1) * columns, 0..<columns) })
  }

  /// A stretch of elements, whose length is no multiple of a vector's.
  private func someElements(_ start: Int) -> RelatedCall? {
    let count = integers[0]
    guard count > 1 else { return nil }
    let start = start % count
    let range = start..<min(start + 5, count)
    var alone = self
    alone.integers[0] = range.count
    alone.inputs = inputs.map { $0.slice(range) }
    alone.outputs = outputs.map { $0.slice(0..<range.count) }
    return RelatedCall(call: alone, pairs: [(0..<range.count, range)])
  }

  /// One activation of many, with all rows of weights.
  private func activation(_ index: Int) -> RelatedCall? {
    let (rows, count) = (integers[1], integers[3])
    guard count > 1 else { return nil }
    let index = index % count
    func part(_ array: CallArray) -> CallArray {
      let size = array.count / count
      return array.slice(index * size..<(index + 1) * size)
    }
    var alone = self
    alone.integers[3] = 1
    alone.inputs = [inputs[0]] + inputs.dropFirst().map(part)
    alone.outputs = outputs.map { $0.slice(0..<rows) }
    return RelatedCall(call: alone, pairs: [(0..<rows, index * rows..<(index + 1) * rows)])
  }

  private func block(_ index: Int) -> RelatedCall? {
    guard let type = BlockFormat(rawValue: UInt32(integers[0])), integers[1] > type.blockWeights else { return nil }
    let index = index % (integers[1] / type.blockWeights)
    var alone = self
    alone.integers[1] = type.blockWeights
    alone.inputs = [inputs[0].slice(index * type.blockBytes..<(index + 1) * type.blockBytes)]
    alone.outputs = [outputs[0].slice(0..<type.blockWeights)]
    return RelatedCall(
      call: alone, pairs: [(0..<type.blockWeights, index * type.blockWeights..<(index + 1) * type.blockWeights)])
  }

  private func token(_ index: Int) -> RelatedCall? {
    let (tokens, size) = (integers[0], integers[1] * integers[2])
    guard tokens > 1 else { return nil }
    let index = index % tokens
    var alone = self
    alone.integers[0] = 1
    alone.integers[3] += index
    alone.inputs = [inputs[0].slice(index * size..<(index + 1) * size)]
    alone.outputs = [outputs[0].slice(0..<size)]
    return RelatedCall(call: alone, pairs: [(0..<size, index * size..<(index + 1) * size)])
  }
}
