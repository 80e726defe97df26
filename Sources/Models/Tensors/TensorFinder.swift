/// Finds tensors by name and checks their shapes.
struct TensorFinder {
  let tensors: TensorSet
  let path: String

  /// A readable matrix of [rows][columns].
  func matrix(_ name: String, _ rows: Int, _ columns: Int) throws -> Tensor { try tensor(name, [rows, columns]) }

  /// The values of a vector.
  func vector(_ name: String, _ count: Int) throws -> [Float] { try tensor(name, [count]).values() }

  private func tensor(_ name: String, _ shape: [Int]) throws -> Tensor {
    guard let tensor = tensors[name] else { throw ModelFileError(path: path, tensor: name, reason: "it is missing") }
    guard tensor.shape == shape else {
      throw ModelFileError(
        path: path, tensor: name, byte: tensor.offset, reason: "its shape is \(tensor.shape); \(shape) is needed")
    }
    guard tensor.type.isReadable else {
      throw ModelFileError(
        path: path, tensor: name, byte: tensor.offset, reason: "its type \(tensor.type.name) cannot be computed with")
    }
    return tensor
  }
}
