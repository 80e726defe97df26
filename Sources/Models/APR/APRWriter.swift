import Base

/// Writes APR files of version 2, enough for fixtures: uncompressed, row-major, tensors of any type that the format has.
public struct APRWriter {
  /// Names and values of the metadata, the values as JSON; in the order in which they are written.
  public var metadata: [(key: String, json: String)] = []
  /// The tensors; the index sorts them by name.
  public var tensors: [Tensor] = []
  /// Flags beside row-major, for tests of what readers refuse.
  var flags: APRHeader.Flags = []

  /// A writer of an empty file.
  public init() {}

  /// Writes the file; the same content gives the same bytes.
  ///
  /// - Throws: `FileError`; `ModelFileError` for a tensor whose type APR does not have, or a name of more than 256 bytes.
  public func write(to path: String) throws {
    var (index, offset) = ([UInt8](), 0)
    let sorted = tensors.sorted { TensorName($0.name) < TensorName($1.name) }
    for tensor in sorted {
      guard let number = TensorType.aprNumber(of: tensor.type) else {
        throw ModelFileError(path: path, tensor: tensor.name, reason: "APR has no type \(tensor.type.name)")
      }
      guard tensor.name.utf8.count <= 256, tensor.shape.count <= 8 else {
        throw ModelFileError(path: path, tensor: tensor.name, reason: "its name or its shape is too long for APR")
      }
      index.appendLittleEndian(UInt16(tensor.name.utf8.count))
      index += Array(tensor.name.utf8) + [number, UInt8(tensor.shape.count)]
      for size in tensor.shape { index.appendLittleEndian(UInt64(size)) }
      index.appendLittleEndian(UInt64(offset))
      index.appendLittleEndian(UInt64(tensor.byteCount))
      offset += Self.padded(tensor.byteCount)
    }
    let json = Array(("{" + metadata.map { "\"\($0.key)\": \($0.json)" }.joined(separator: ", ") + "}").utf8)
    var head = header(metadataBytes: json.count, indexBytes: index.count)
    for section in [json, index] { head += section + Self.padding(after: section.count) }
    let output = try OutputFile(path)
    var check = CRC32()
    func write(_ bytes: UnsafeRawBufferPointer) throws {
      check.add(bytes)
      try output.write(bytes)
    }
    try head.withUnsafeBytes(write)
    for tensor in sorted {
      try write(tensor.bytes)
      try Self.padding(after: tensor.byteCount).withUnsafeBytes(write)
    }
    var end: [UInt8] = []
    end.appendLittleEndian(check.value)
    try output.write(end)
    try output.finish()
  }

  /// Writes shards of consecutive tensors into a folder, named by the standard pattern.
  ///
  /// - Returns: the paths of the shards.
  /// - Precondition: `shards` is at least 1 and not above the number of tensors.
  @discardableResult
  public func write(shards: Int, toFolder folder: String) throws -> [String] {
    precondition(shards >= 1 && shards <= tensors.count)
    return try (0..<shards).map { number in
      var shard = self
      shard.flags.insert(.sharded)
      let pattern = APRSharding.standardPattern
      shard.metadata.append(
        (
          "sharding",
          #"{"shard_count": \#(shards), "shard_index": \#(number), "total_size": 0, "pattern": "\#(pattern)"}"#
        ))
      shard.tensors = Array(tensors[tensors.count * number / shards..<tensors.count * (number + 1) / shards])
      let path = PathText.join(folder, APRSharding.name(number + 1, of: shards, pattern: pattern))
      try shard.write(to: path)
      return path
    }
  }

  private func header(metadataBytes: Int, indexBytes: Int) -> [UInt8] {
    let index = APRHeader.bytes + Self.padded(metadataBytes)
    var bytes: [UInt8] = [0x41, 0x50, 0x52, 0, 2, 0]
    bytes.appendLittleEndian(flags.union(.rowMajor).rawValue)
    bytes.appendLittleEndian(UInt32(tensors.count))
    bytes.appendLittleEndian(UInt64(APRHeader.bytes))
    bytes.appendLittleEndian(UInt32(metadataBytes))
    bytes.appendLittleEndian(UInt64(index))
    bytes.appendLittleEndian(UInt64(index + Self.padded(indexBytes)))
    let reserved = [UInt8](repeating: 0, count: 20)
    bytes.appendLittleEndian((bytes + reserved).withUnsafeBytes(CRC32.of))
    return bytes + reserved
  }

  private static func padded(_ count: Int) -> Int {
    (count + APRHeader.alignment - 1) / APRHeader.alignment * APRHeader.alignment
  }

  private static func padding(after count: Int) -> [UInt8] { Array(repeating: 0, count: padded(count) - count) }
}
