import CBenchmarkBLAS
import Kernels

/// Matrix times matrix.
let matrixComparisons: [(String, @Sendable (String) -> Comparison)] = [
  ("Q4_K x Q8_K matrix-matrix, 18944 x 3584, 512 columns", { matMat($0, count: 512) })
]

@Sendable private func matMat(_ name: String, count: Int) -> Comparison {
  let (rows, columns) = (18944, 3584)
  let weights = randomBlocks(rows * 14)
  let x = randomFloats(count * columns)
  let activations = try! Q8K.quantizeGGML(x.array)
  let w = randomFloats(rows * columns)
  let y = AlignedBuffer<Float>(repeating: 0, count: count * rows)
  let bytes = UnsafeRawBufferPointer(weights.readOnly)
  var contenders = [1, 2].map { threads in
    Contender("ours, \(threads) threads", threads: threads) {
      try! Q4KQ8K.matMat(
        bytes, rows: rows, columns: columns, activations, count: count, into: y.span, threads: threads)
    }
  }
  contenders.append(
    Contender("OpenBLAS cblas_sgemm, f32") {
      cblas_sgemm(
        CblasRowMajor, CblasNoTrans, CblasTrans, Int32(count), Int32(rows), Int32(columns), 1, x.start,
        Int32(columns), w.start, Int32(columns), 0, y.start, Int32(rows))
    })
  return Comparison(
    name, multiplications: rows * columns * count, holding: [weights, x, w, y], contenders)
}
