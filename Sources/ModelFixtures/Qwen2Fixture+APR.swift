import Base
import Models

extension Qwen2Fixture {
  /// Writes APR files, with the tokenizer beside them: the weights that the GGUF file has, under transformers' names.
  ///
  /// - Parameters:
  ///   - type: of matrices, F32 or Q4_K.
  ///   - shards: into how many files the tensors go.
  /// - Returns: the paths of the shards.
  @discardableResult
  public func writeAPR(toFolder folder: String, type: TensorType = .q4K, shards: Int = 1) throws -> [String] {
    let c = configuration
    var writer = APRWriter()
    writer.metadata = [
      ("model_type", "\"qwen2\""), ("name", "\"fixture, seed \(seed)\""), ("architecture", "\"qwen2\""),
      ("hidden_size", "\(c.hiddenSize)"), ("num_layers", "\(c.layers)"), ("num_heads", "\(c.heads)"),
      ("num_kv_heads", "\(c.kvHeads)"), ("head_dim", "\(c.headDim)"), ("vocab_size", "\(c.vocabularySize)"),
      ("intermediate_size", "\(c.feedForwardSize)"), ("max_position_embeddings", "\(c.contextLength)"),
      ("rope_theta", "\(c.ropeBase)"), ("rope_type", "2"), ("rms_norm_eps", "\(c.epsilon)"),
    ]
    writer.tensors = try tensors(type: type).map { $0.renamed(Self.transformersName($0.name)) }
    try Files.makeFolder(folder)
    let paths = try writer.write(shards: shards, toFolder: folder)
    try Files.replace(PathText.join(folder, "tokenizer.json"), with: FixtureTokenizer(.qwen2).json)
    return paths
  }
}
