import Foundation

@testable import ModelFixtures
@testable import Models

/// Small models whose files are changed in one place, to see what the change does.
struct AlteredModels {
  /// Two layers of 32 values: a few kilobytes in binary32.
  static let configuration = LlamaConfiguration(
    vocabularySize: FixtureTokenizer.vocabularySize, hiddenSize: 32, layers: 2, heads: 4, kvHeads: 2, headDim: 8,
    feedForwardSize: 48, contextLength: 64)

  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The GGUF file of the model with another architecture's name, some keys set and some removed, and its tensors changed.
  func gguf(
    _ architecture: String = "qwen2", _ changes: [String: GGUFValue] = [:], removing: [String] = [],
    tensors change: ([Tensor]) throws -> [Tensor] = { $0 }
  ) throws -> LlamaModel {
    let path = folder.file("m.gguf")
    try Qwen2Fixture(Self.configuration).writeGGUF(to: path, type: .f32)
    let original = try GGUFFile(path: path)
    var metadata: [String: GGUFValue] = [:]
    for (key, value) in original.metadata where !key.hasPrefix("tokenizer.") {
      metadata[key.replacingOccurrences(of: "qwen2.", with: architecture + ".")] = value
    }
    metadata["general.architecture"] = .string(architecture)
    for (key, value) in changes { metadata["\(architecture).\(key)"] = value }
    for key in removing { metadata["\(architecture).\(key)"] = nil }
    var writer = GGUFWriter()
    writer.metadata = metadata.sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value) }
    writer.tensors = try change(original.tensors.tensors)
    let altered = folder.file("altered.gguf")
    try writer.write(to: altered)
    return try LlamaModel(gguf: GGUFFile(path: altered), path: altered)
  }

  /// The folder of the model with some members of config.json set and some removed, and its tensors changed.
  func folder(
    _ changes: [String: Any] = [:], removing: [String] = [],
    tensors change: ([Tensor]) throws -> [Tensor] = { $0 }
  ) throws -> LoadedModel {
    let path = folder.file("hf")
    try? FileManager.default.removeItem(atPath: path)
    try Qwen2Fixture(Self.configuration).writeSafetensors(to: path)
    let config = URL(fileURLWithPath: path + "/config.json")
    var members = try JSONSerialization.jsonObject(with: Data(contentsOf: config)) as! [String: Any]
    for (key, value) in changes { members[key] = value }
    for key in removing { members[key] = nil }
    try JSONSerialization.data(withJSONObject: members).write(to: config)
    let tensors = try change(ModelTensors.open(path).tensors)
    try SafetensorsWriter.write(tensors, shards: 1, toFolder: path)
    return try LoadedModel(path: path)
  }
}

extension LoadedModel {
  /// The model of the Llama family.
  var llama: LlamaModel {
    guard case .llama(let model) = architecture else { preconditionFailure("\(architectureName)") }
    return model
  }
}
