/// One name for the same tensor in files of different formats.
public enum TensorNames {
  /// The GGUF name of a Qwen2 tensor under its name in transformers; every other name as it is.
  public static func canonical(_ name: String) -> String {
    if let whole = wholeModel[name] { return whole }
    let parts = name.split(separator: ".").map(String.init)
    guard parts.count >= 5, parts[0] == "model", parts[1] == "layers", let kind = parts.last,
      let part = layerParts[parts[3..<parts.count - 1].joined(separator: ".")]
    else { return name }
    return "blk.\(parts[2]).\(part).\(kind)"
  }

  private static let wholeModel = [
    LlamaModel.transformers.embedding: LlamaModel.gguf.embedding,
    LlamaModel.transformers.finalNorm: LlamaModel.gguf.finalNorm, LlamaModel.transformers.head: LlamaModel.gguf.head,
  ]

  private static let layerParts = Dictionary(
    uniqueKeysWithValues: LlamaModel.transformersParts.map { ($0.value, $0.key) })
}
