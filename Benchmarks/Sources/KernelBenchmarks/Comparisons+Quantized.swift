import CPeers
import Kernels

/// Q4_K and Q8_K: dequantize, quantize, matrix times vector.
let quantizedComparisons: [(String, @Sendable (String) -> Comparison)] = [
  ("Q4_K dequantize, 3584", { dequantize($0, rows: 1) }),
  ("Q4_K dequantize, 18944 x 3584", { dequantize($0, rows: 18944) }),
  ("Q8_K quantize, 3584", quantize),
  ("Q4_K x Q8_K matrix-vector, 18944 x 3584", matVec),
]

@Sendable private func dequantize(_ name: String, rows: Int) -> Comparison {
  let blocks = rows * 14
  let weights = randomBlocks(blocks)
  let values = AlignedBuffer<Float>(repeating: 0, count: blocks * 256)
  let bytes = UnsafeRawBufferPointer(weights.readOnly)
  var contenders = Q4K.implementations.filter { $0 != .scalar }.reversed().map { path in
    Contender("ours, \(path)") { try! Q4K.dequantize(bytes, into: values.span, implementation: path) }
  }
  contenders.append(Contender("plain loop") { peer_q4k_dequantize(weights.start, blocks, values.start) })
  contenders.append(Contender("limit: storing") { peer_write(values.start, blocks * 1024) })
  contenders.append(Contender("limit: storing, prefetched") { peer_write_prefetched(values.start, blocks * 1024) })
  return Comparison(name, bytes: blocks * 1024, holding: [weights, values], contenders)
}

@Sendable private func quantize(_ name: String) -> Comparison {
  let x = randomFloats(3584)
  // Boxed, because a row is written in place only while nobody else holds it.
  final class Box { var row = try! Q8K.Row(count: 3584) }
  let box = Box()
  let (scales, sums) = (AlignedBuffer<Float>(repeating: 0, count: 14), AlignedBuffer<Int16>(repeating: 0, count: 224))
  let values = AlignedBuffer<Int8>(repeating: 0, count: 3584)
  return Comparison(
    name, bytes: 4 * 3584, holding: [x, box, scales, sums, values],
    Q8K.implementations.filter { $0 != .scalar }.reversed().flatMap { path in
      [
        Contender("ours, ggml's recipe, \(path)") {
          try! Q8K.quantizeGGML(x.readOnly, into: &box.row, implementation: path)
        },
        Contender("ours, published recipe, \(path)") {
          try! Q8K.quantizePublished(x.readOnly, into: &box.row, implementation: path)
        },
      ]
    } + [Contender("plain loop") { peer_q8k_quantize(x.start, 14, scales.start, values.start, sums.start) }])
}

@Sendable private func matVec(_ name: String) -> Comparison {
  let (rows, columns) = (18944, 3584)
  let weights = randomBlocks(rows * 14)
  let row = try! Q8K.quantizeGGML(randomFloats(columns).array)
  let y = AlignedBuffer<Float>(repeating: 0, count: rows)
  let bytes = UnsafeRawBufferPointer(weights.readOnly)
  let (scales, values, sums) = (AlignedBuffer(row.scales), AlignedBuffer(row.values), AlignedBuffer(row.sums))
  var contenders = [1, 2].map { threads in
    Contender("ours, \(threads) threads", threads: threads) {
      try! Q4KQ8K.matVec(bytes, rows: rows, columns: columns, row, into: y.span, threads: threads)
    }
  }
  contenders += Q4KQ8K.implementations.filter { $0 != .scalar && $0 != Implementation.preferred }.reversed().map {
    path in
    Contender("ours, \(path)") {
      try! Q4KQ8K.matVec(bytes, rows: rows, columns: columns, row, into: y.span, implementation: path)
    }
  }
  contenders.append(
    Contender("plain loop") {
      peer_q4kq8k_rows(weights.start, rows, 14, scales.start, values.start, sums.start, y.start)
    })
  return Comparison(
    name, bytes: bytes.count, holding: [weights, y, scales, values, sums],
    contenders + readLimits(weights.start, bytes: bytes.count))
}
