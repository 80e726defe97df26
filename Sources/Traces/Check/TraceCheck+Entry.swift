import Base
import Models

extension TraceCheck.Entry {
  /// Reads a capture.
  init(_ stage: CapturedStage, in folder: String, after before: Self?, _ options: TraceCheck.Options) throws {
    let path = PathText.join(folder, stage.path)
    let file = try APRT.File(path: path)
    guard Digest(ofPieces: [file.storage.bytes]) == stage.sha256 else {
      throw ModelFileError(path: path, reason: "it is not the capture of the manifest: its SHA-256 differs")
    }
    guard let positions = stage.positions(of: file.count) else {
      throw ModelFileError(path: path, byte: 8, reason: "\(file.count) elements do not have the shape \(stage.shape)")
    }
    let values = try Tensor(name: stage.path, values: file, shape: stage.shape).values()
    let width = values.count / max(positions, 1)
    // Logits are those of the last position alone, whichever that is.
    let kept =
      positions > 1 || stage.point.stage != .lmHead ? (0..<positions).filter { !options.except.contains($0) } : []
    let rest = kept.flatMap { values[$0 * width..<($0 + 1) * width] }
    let tail = Array(values.suffix(width))
    (point, shape) = (stage.point, stage.shape)
    (all, median) = (values.withUnsafeBufferPointer { StageStatistics($0) }, Self.median(values))
    (last, lastMedian) = (tail.withUnsafeBufferPointer { StageStatistics($0) }, Self.median(tail))
    let spread = rest.withUnsafeBufferPointer { StageStatistics($0).deviation }
    self.spread = spread
    // 0/0 is 1: nothing grew. Statistics over other positions are never compared.
    growth = before.flatMap { before in
      guard let spread, let old = before.spread, before.shape.first == stage.shape.first else { return nil }
      return spread == old ? 1 : spread / old
    }
    massive = Self.massive(values, width: width).filter { !options.except.contains($0) }
  }

  /// The middle one of the finite values, of an even number the mean of two.
  private static func median(_ values: [Float]) -> Double? {
    let sorted = values.filter(\.isFinite).sorted()
    guard !sorted.isEmpty else { return nil }
    return (Double(sorted[(sorted.count - 1) / 2]) + Double(sorted[sorted.count / 2])) / 2
  }

  /// Positions of magnitudes above 100 and above 1,000 times the median of all (Sun et al. 2024).
  private static func massive(_ values: [Float], width: Int) -> [Int] {
    guard let median = median(values.map { abs($0) }) else { return [] }
    let places = values.indices.filter {
      let size = Double(abs(values[$0]))
      return size > 100 && size > 1000 * median && size.isFinite
    }
    return Set(places.map { $0 / width }).sorted()
  }
}

extension CapturedStage {
  /// The number of positions of so many elements; nil where the shape has another number of elements.
  fileprivate func positions(of count: Int) -> Int? {
    var product = 1
    for size in shape {
      let (next, overflows) = product.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflows else { return nil }
      product = next
    }
    return product == count && !shape.isEmpty ? shape[0] : nil
  }
}
