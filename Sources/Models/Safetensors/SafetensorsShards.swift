import Base

/// Safetensors files that together are one model, as `model.safetensors.index.json` lists them.
public enum SafetensorsShards {
  /// Opens every file of an index and checks that both say the same.
  ///
  /// - Parameter path: the index; the files lie beside it.
  /// - Returns: all tensors, file after file in the order of the files' names.
  /// - Throws: `ModelFileError`; `FileError`.
  public static func open(index path: String) throws -> TensorSet {
    let map = try weightMap(path)
    let folder = Files.parent(of: path) ?? "."
    var tensors: [Tensor] = []
    for file in Set(map.values).sorted(by: Files.utf8Order) {
      let shard = PathText.join(folder, file)
      for tensor in try SafetensorsFile(path: shard).tensors.tensors {
        guard map[tensor.name] == file else {
          throw ModelFileError(
            path: shard, tensor: tensor.name, byte: tensor.offset,
            reason: map[tensor.name].map { "the index has it in \($0)" } ?? "the index does not have it")
        }
        tensors.append(tensor)
      }
    }
    let found = Set(tensors.map(\.name))
    if let missing = map.keys.filter({ !found.contains($0) }).min() {
      throw ModelFileError(path: path, tensor: missing, reason: "the index has it in \(map[missing]!), which does not")
    }
    return TensorSet(tensors)
  }

  private static func weightMap(_ path: String) throws -> [String: String] {
    let json: JSON
    do { json = try JSON(reading: Files.read(path)) } catch let error as JSONError {
      throw ModelFileError(path: path, reason: "\(error)")
    }
    guard let members = json["weight_map"]?.object else {
      throw ModelFileError(path: path, reason: "weight_map is missing or not an object")
    }
    return try members.mapValues { value in
      guard let file = value.string, PathText.staysInside(file), !file.contains("/"), file != "." else {
        throw ModelFileError(path: path, reason: "weight_map names something that is no file beside the index")
      }
      return file
    }
  }
}
