/// Finds tensors, and knows in the end which of a file nobody has asked for.
final class TensorLedger {
  private let tensors: TensorSet
  private let finder: TensorFinder
  private let path: String
  private var asked: Set<TensorName> = []

  init(_ tensors: TensorSet, path: String) {
    (self.tensors, self.path) = (tensors, path)
    finder = TensorFinder(tensors: tensors, path: path)
  }

  /// Whether there is a tensor of a name.
  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// A readable matrix of [rows][columns].
  func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> Tensor {
    asked.insert(TensorName(name))
    return try finder.matrix(name, rows, columns)
  }

  /// The values of a vector.
  func vector(_ name: String, _ count: Int) throws -> [Float] {
    asked.insert(TensorName(name))
    return try finder.vector(name, count)
  }

  /// Refuses a file with a tensor that was not asked for, unless it is known to change nothing.
  ///
  /// - Throws: `ModelFileError` that names the first such tensor.
  func finish(harmless: (String) -> Bool) throws {
    if let rest = tensors.tensors.first(where: { !asked.contains(TensorName($0.name)) && !harmless($0.name) }) {
      throw ModelFileError(
        path: path, tensor: rest.name, byte: rest.offset,
        reason: "it is no part of this architecture and configuration, and may change the result")
    }
  }
}
