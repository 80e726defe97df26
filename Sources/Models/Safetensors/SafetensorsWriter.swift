import Base

/// Writes safetensors files, enough for fixtures.
public enum SafetensorsWriter {
  /// Writes tensors in the given order; the same content gives the same bytes.
  ///
  /// - Throws: `FileError`; `ModelFileError` for a type that the format does not have.
  public static func write(_ tensors: [Tensor], metadata: [String: String] = [:], to path: String) throws {
    var header: [(name: String, entry: JSON)] =
      metadata.isEmpty ? [] : [("__metadata__", .object(metadata.mapValues(JSON.string)))]
    var offset = 0
    for tensor in tensors {
      let name = tensor.type.name
      guard TensorType.safetensors[name] == tensor.type else {
        throw ModelFileError(path: path, tensor: tensor.name, reason: "safetensors has no type \(name)")
      }
      let entry = JSON.object([
        "dtype": .string(name), "shape": .array(tensor.shape.map(JSON.integer)),
        "data_offsets": .array([.integer(offset), .integer(offset + tensor.byteCount)]),
      ])
      header.append((tensor.name, entry))
      offset += tensor.byteCount
    }
    var bytes = object(header)
    // Blanks after the JSON keep the data on an eight-byte line.
    bytes += Array(repeating: UInt8(ascii: " "), count: (8 - bytes.count % 8) % 8)
    var length: [UInt8] = []
    length.appendLittleEndian(UInt64(bytes.count))
    let output = try OutputFile(path)
    try output.write(length + bytes)
    for tensor in tensors { try output.write(tensor.bytes) }
    try output.finish()
  }
}

extension SafetensorsWriter {
  /// A JSON object on one line, sorted by its keys, which are different where their bytes are.
  private static func object(_ members: [(name: String, entry: JSON)]) -> [UInt8] {
    let texts = members.sorted { TensorName($0.name) < TensorName($1.name) }.map {
      JSON.string($0.name).compactBytes + Array(":".utf8) + $0.entry.compactBytes
    }
    return Array("{".utf8) + texts.joined(separator: ",".utf8) + Array("}".utf8)
  }

  /// Writes a folder as transformers does: model.safetensors, or shards of consecutive tensors with their index.
  ///
  /// - Throws: as `write(_:metadata:to:)`.
  /// - Precondition: `shards` is at least 1 and not above the number of tensors.
  public static func write(_ tensors: [Tensor], shards: Int, toFolder folder: String) throws {
    precondition(shards >= 1 && shards <= tensors.count, "\(tensors.count) tensors in \(shards) files")
    guard shards > 1 else {
      return try write(tensors, metadata: ["format": "pt"], to: PathText.join(folder, "model.safetensors"))
    }
    var map: [(name: String, entry: JSON)] = []
    for shard in 0..<shards {
      let part = tensors[tensors.count * shard / shards..<tensors.count * (shard + 1) / shards]
      let file = "model-\(number(shard + 1))-of-\(number(shards)).safetensors"
      map += part.map { ($0.name, .string(file)) }
      try write(Array(part), metadata: ["format": "pt"], to: PathText.join(folder, file))
    }
    let total = tensors.reduce(0) { $0 + $1.byteCount }
    // As `JSON.canonicalBytes` writes it, but for names that are equal as texts.
    let entries = map.sorted { TensorName($0.name) < TensorName($1.name) }.map {
      Array("    ".utf8) + JSON.string($0.name).compactBytes + Array(": ".utf8) + $0.entry.compactBytes
    }
    let index =
      Array("{\n  \"metadata\": {\n    \"total_size\": \(total)\n  },\n  \"weight_map\": {\n".utf8)
      + entries.joined(separator: ",\n".utf8) + Array("\n  }\n}\n".utf8)
    try Files.replace(PathText.join(folder, "model.safetensors.index.json"), with: index)
  }

  /// Five digits.
  private static func number(_ value: Int) -> String {
    String(repeating: "0", count: max(0, 5 - String(value).count)) + String(value)
  }
}
