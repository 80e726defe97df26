import Base

/// The tensors of a model in any of the formats, without knowing what they are for.
public enum ModelTensors {
  /// The tensors of a GGUF file, a safetensors file, an index of shards, or a folder with either of the last two.
  ///
  /// - Throws: `ModelFileError`; `FileError`.
  public static func open(_ path: String) throws -> TensorSet {
    if Files.isFolder(path) { return try inFolder(path).tensors }
    if path.hasSuffix(".json") { return try SafetensorsShards.open(index: path) }
    let storage = try ByteStorage(mapping: path)
    return storage.bytes.starts(with: Array("GGUF".utf8))
      ? try GGUFFile(storage: storage, path: path).tensors : try SafetensorsFile(storage: storage, path: path).tensors
  }

  /// The tensors of a folder, and the paths of the files that hold them.
  static func inFolder(_ folder: String) throws -> (tensors: TensorSet, files: [String]) {
    let (index, single) = (
      PathText.join(folder, "model.safetensors.index.json"), PathText.join(folder, "model.safetensors")
    )
    if Files.kind(of: index) != nil {
      let shards = try Files.names(in: folder).filter { $0.hasSuffix(".safetensors") }
      return (try SafetensorsShards.open(index: index), shards.map { PathText.join(folder, $0) } + [index])
    }
    guard Files.kind(of: single) != nil else {
      throw ModelFileError(path: folder, reason: "the folder has no model.safetensors and no index of shards")
    }
    return (try SafetensorsFile(path: single).tensors, [single])
  }
}
