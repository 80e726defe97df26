import Base

/// Safetensors files that together are one model, as `model.safetensors.index.json` lists them.
public enum SafetensorsShards {
  /// Opens every file of an index and checks that both say the same.
  ///
  /// - Parameter path: the index; the files lie beside it, or are links as the hub's cache has them.
  /// - Returns: all tensors, file after file in the order of the files' names.
  /// - Throws: `ModelFileError`; `FileError`.
  public static func open(index path: String) throws -> TensorSet { try read(index: path).tensors }

  /// The tensors, and the paths of the files that the index lists.
  static func read(index path: String) throws -> (tensors: TensorSet, files: [String]) {
    let map = try weightMap(path)
    let folder = Files.parent(of: path) ?? "."
    let files = Set(map.values.map(TensorName.init)).sorted().map(\.text)
    var tensors: [Tensor] = []
    for file in files {
      let shard = PathText.join(folder, file)
      for tensor in try SafetensorsFile(storage: FolderFile.map(shard), path: shard).tensors.tensors {
        let listed = map[TensorName(tensor.name)]
        guard listed == file else {
          throw ModelFileError(
            path: shard, tensor: tensor.name, byte: tensor.offset,
            reason: listed.map { "the index has it in \($0)" } ?? "the index does not have it")
        }
        tensors.append(tensor)
      }
    }
    let found = Set(tensors.map { TensorName($0.name) })
    if let missing = map.keys.filter({ !found.contains($0) }).min() {
      throw ModelFileError(
        path: path, tensor: missing.text, reason: "the index has it in \(map[missing]!), which does not")
    }
    return (TensorSet(tensors), files.map { PathText.join(folder, $0) })
  }

  private static func weightMap(_ path: String) throws -> [TensorName: String] {
    var map: [TensorName: String]?
    do {
      var reader = JSONReader(try FolderFile.read(path), takesSurrogatePairs: true)
      try reader.members { key, reader in
        // The other member, metadata, has the total size, which some write as a fraction.
        guard key == "weight_map" else { return try reader.skipValue() }
        var files: [TensorName: String] = [:]
        try reader.members { files[TensorName($0)] = try file(&$1, path) }
        map = files
      }
      try reader.end()
    } catch let error as JSONError { throw ModelFileError(path: path, reason: "\(error)") }
    guard let map else { throw ModelFileError(path: path, reason: "weight_map is missing") }
    return map
  }

  private static func file(_ reader: inout JSONReader, _ path: String) throws -> String {
    guard let file = try reader.value().string, PathText.staysInside(file), !file.contains("/"), file != "." else {
      throw ModelFileError(path: path, reason: "weight_map names something that is no file beside the index")
    }
    return file
  }
}
