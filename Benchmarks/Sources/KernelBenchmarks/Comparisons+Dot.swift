import CBenchmarkBLAS
import CPeers
import Dispatch
import Kernels

/// Dot products, in cache and from memory, and the f32 matrix-vector product.
let dotComparisons: [(String, @Sendable (String) -> Comparison)] = [
  ("f32 dot, n = 3584", { dot($0, n: 3584, limits: false) }),
  ("f32 dot, n = 2^20", { dot($0, n: 1 << 20, limits: true) }),
  ("f32 dot, n = 2^24", { dot($0, n: 1 << 24, limits: true) }),
  ("f32 matrix-vector, 4096 x 3584", matVec),
]

@Sendable private func dot(_ name: String, n: Int, limits: Bool) -> Comparison {
  // One piece of memory, so that the limit is measured on the bytes that the sum reads.
  let both = randomFloats(2 * n)
  let a = UnsafeBufferPointer(rebasing: both.readOnly[..<n])
  let b = UnsafeBufferPointer(rebasing: both.readOnly[n...])
  var contenders = Dot.implementations.filter { $0 != .scalar }.reversed().map { path in
    Contender("ours, \(path)") { keep(try! Dot.f32(a, b, implementation: path)) }
  }
  contenders.append(
    Contender("OpenBLAS cblas_sdot") { keep(cblas_sdot(Int32(n), a.baseAddress!, 1, b.baseAddress!, 1)) })
  contenders.append(Contender("plain loop") { keep(peer_dot(a.baseAddress!, b.baseAddress!, n)) })
  contenders.append(
    Contender("plain loop, reordered") { keep(peer_dot_reassociated(a.baseAddress!, b.baseAddress!, n)) })
  if limits { contenders += readLimits(both.start, bytes: 8 * n) }
  return Comparison(name, bytes: 8 * n, holding: [both], contenders)
}

@Sendable private func matVec(_ name: String) -> Comparison {
  let (rows, columns) = (4096, 3584)
  let (w, x) = (randomFloats(rows * columns), randomFloats(columns, seed: 3))
  let y = AlignedBuffer<Float>(repeating: 0, count: rows)
  var contenders = [1, 2].map { threads in
    Contender("ours, \(threads) threads", threads: threads) {
      try! MatVec.f32(w.readOnly, rows: rows, columns: columns, x.readOnly, into: y.span, threads: threads)
    }
  }
  contenders.append(
    Contender("OpenBLAS cblas_sgemv") {
      cblas_sgemv(
        CblasRowMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, w.start, Int32(columns), x.start, 1, 0, y.start, 1)
    })
  return Comparison(
    name, bytes: 4 * rows * columns, holding: [w, x, y], contenders + readLimits(w.start, bytes: 4 * rows * columns))
}

/// Reading the same bytes and nothing else.
func readLimits(_ memory: UnsafeMutablePointer<some Any>, bytes: Int) -> [Contender] {
  // The pointer goes to two threads, which only read.
  nonisolated(unsafe) let memory = UnsafeRawPointer(memory)
  let half = bytes / 1024 * 512
  return [
    Contender("limit: reading") { keep(peer_read(memory, bytes / 512 * 512)) },
    Contender("limit: reading, prefetched") { keep(peer_read_prefetched(memory, bytes / 512 * 512)) },
    Contender("limit: reading, prefetched, 2 threads", threads: 2) {
      DispatchQueue.concurrentPerform(iterations: 2) { keep(peer_read_prefetched(memory + $0 * half, half)) }
    },
  ]
}
