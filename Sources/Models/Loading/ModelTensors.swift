import Base

/// The tensors of a model in any of the formats, without knowing what they are for.
public enum ModelTensors {
  /// The tensors of a GGUF or APR file, with all parts or shards; of a safetensors file, an index of shards, or a folder
  /// with either of the last two.
  ///
  /// The check at the end of an APR file is compared, which reads it once.
  ///
  /// - Throws: `ModelFileError`; `FileError`.
  public static func open(_ path: String) throws -> TensorSet {
    if Files.isFolder(path) { return try inFolder(path).tensors }
    if path.hasSuffix(".json") { return try SafetensorsShards.open(index: path) }
    switch try ModelFormat(of: path) {
    case .gguf: return try GGUFFile(path: path).tensors
    case .apr:
      let file = try APRFile(path: path)
      try file.verifyChecks()
      return file.tensors
    case .safetensors: return try SafetensorsFile(path: path).tensors
    }
  }

  /// The tensors of a folder, and the paths of the files that hold them.
  ///
  /// One file comes before an index of shards where both are there, as in transformers.
  static func inFolder(_ folder: String) throws -> (tensors: TensorSet, files: [String]) {
    let (single, index) = (
      PathText.join(folder, "model.safetensors"), PathText.join(folder, "model.safetensors.index.json")
    )
    if Files.kind(of: single) != nil {
      return (try SafetensorsFile(storage: FolderFile.map(single), path: single).tensors, [single])
    }
    guard Files.kind(of: index) != nil else {
      let others = try Files.names(in: folder).filter { $0.hasSuffix(".gguf") || $0.hasSuffix(".apr") }
      throw ModelFileError(
        path: folder,
        reason: "the folder has no model.safetensors and no index of shards"
          + (others.isEmpty ? "" : "; name one of its files: \(others.joined(separator: ", "))"))
    }
    let (tensors, shards) = try SafetensorsShards.read(index: index)
    return (tensors, shards + [index])
  }

  /// What the config.json of a folder says about one matrix for embedding and logits; nil where it does not say.
  package static func tiesEmbeddings(inFolder folder: String) -> Bool? {
    guard let config = try? ModelConfiguration(json: PathText.join(folder, "config.json")) else { return nil }
    for values in [config, try? config.object("text_config")].compactMap({ $0?.values }) {
      if case .bool(let isTied)? = values["tie_word_embeddings"] { return isTied }
    }
    return nil
  }
}
