import COpenBLAS

/// Products by an implementation that is not ours; their bits depend on the processor.
enum OpenBLAS {
  static func dot(_ a: [Float], _ b: [Float]) -> Float { cblas_sdot(Int32(a.count), a, 1, b, 1) }

  /// - Parameter stride: the distance of two rows, in elements.
  static func matVec(
    _ weights: UnsafePointer<Float>, _ rows: Int, _ columns: Int, _ stride: Int, _ x: [Float]
  ) -> [Float] {
    var y = [Float](repeating: 0, count: rows)
    cblas_sgemv(
      CblasRowMajor, CblasNoTrans, Int32(rows), Int32(columns), 1, weights, Int32(stride), x, 1, 0, &y, 1)
    return y
  }
}
