import Models

/// A pair of models of which one alone has a matrix of its own for the logits: the other uses its embedding twice.
struct TiedHead {
  private static let head = TensorName(TensorNames.head)
  private static let embedding = TensorName(TensorNames.embedding)

  /// What is said of it.
  let note: String

  /// Nil where both sides have the matrix, or neither has, or the one without says in its config.json that it has one.
  init?(_ left: Compared, _ right: Compared) {
    guard left.kind == .model, right.kind == .model, (left[Self.head] == nil) != (right[Self.head] == nil) else {
      return nil
    }
    let (tied, other) = left[Self.head] == nil ? (left, right) : (right, left)
    guard !tied.saysUntied, let embedding = tied[Self.embedding], let head = other[Self.head] else { return nil }
    note =
      "\(tied.path) has no matrix of its own for the logits and uses \(embedding.tensor.name) for them: "
      + "\(head.tensor.name) of \(other.path) was compared with that"
  }

  /// The embedding of the side that is tied, for the head of the other.
  func partner(of item: Compared.Item, in tied: Compared) -> Compared.Item? {
    item.key == Self.head ? tied[Self.embedding] : nil
  }
}

/// A file that holds one matrix twice: as the embedding and for the logits, most often in two quantizations.
enum DoubledMatrix {
  /// So many rows are looked at, from the first to the last: enough to tell two quantizations of one matrix, a few
  /// percent apart, from two matrices, of which independent ones have a cosine of about 0.
  private static let rows = 1024
  private static let leastCosine = 0.9

  /// What is said of a model that holds one matrix twice, or nil.
  static func note(_ model: Compared) throws -> String? {
    guard model.kind == .model, let embedding = model[TensorName(TensorNames.embedding)]?.tensor,
      let head = model[TensorName(TensorNames.head)]?.tensor, embedding.shape == head.shape, embedding.shape.count == 2,
      embedding.type.isReadable, head.type.isReadable, embedding.count > 0
    else { return nil }
    let (all, columns) = (embedding.rows, embedding.columns)
    let looked = min(all, rows)
    var scan = DifferenceScan(limit: 0)
    var (left, right) = ([Float](repeating: 0, count: columns), [Float](repeating: 0, count: columns))
    for index in 0..<looked {
      let row = looked > 1 ? index * (all - 1) / (looked - 1) : 0
      try left.withUnsafeMutableBufferPointer { try embedding.read(rows: row..<row + 1, into: $0) }
      try right.withUnsafeMutableBufferPointer { try head.read(rows: row..<row + 1, into: $0) }
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { scan.add(left, $0, from: index * columns) }
      }
    }
    let found = scan.result
    guard found.cosine > leastCosine else { return nil }
    let apart = found.isIdentical ? "the same bits" : "\(percent(found.relativeL2)) apart"
    return "\(model.path) holds one matrix twice: \(embedding.name) in \(embedding.type.name) and \(head.name) in "
      + "\(head.type.name), \(apart) in \(looked) of \(all) rows"
  }

  private static func percent(_ value: Double) -> String { "\((value * 1000).rounded() / 10) %" }
}
