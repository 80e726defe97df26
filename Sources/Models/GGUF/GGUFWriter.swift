import Base

/// Writes GGUF files of version 3, enough for fixtures: any metadata, tensors of any readable type.
public struct GGUFWriter {
  /// Keys and values, in the order in which they are written.
  public var metadata: [(key: String, value: GGUFValue)] = []
  /// The tensors, in the order in which they are written.
  public var tensors: [Tensor] = []
  /// The version number; 2 has the same layout.
  public var version: UInt32 = 3

  private static let alignment = 32

  /// A writer of an empty file.
  public init() {}

  /// Writes the file; the same content gives the same bytes.
  ///
  /// - Throws: `FileError`; `ModelFileError` for a tensor whose type GGUF does not have.
  public func write(to path: String) throws {
    let output = try OutputFile(path)
    var header = Array("GGUF".utf8)
    header.appendLittleEndian(version)
    header.appendLittleEndian(UInt64(tensors.count))
    header.appendLittleEndian(UInt64(metadata.count))
    for (key, value) in metadata {
      header.append(text: key)
      header.appendLittleEndian(value.kind)
      header.append(value)
    }
    var offset = 0
    for tensor in tensors {
      guard let number = TensorType.ggufNumber(of: tensor.type) else {
        throw ModelFileError(path: path, tensor: tensor.name, reason: "GGUF has no type \(tensor.type.name)")
      }
      header.append(text: tensor.name)
      header.appendLittleEndian(UInt32(tensor.shape.count))
      for size in tensor.shape.reversed() { header.appendLittleEndian(UInt64(size)) }
      header.appendLittleEndian(number)
      header.appendLittleEndian(UInt64(offset))
      offset += Self.padded(tensor.byteCount)
    }
    try output.write(header + Self.padding(after: header.count))
    for tensor in tensors {
      try output.write(tensor.bytes)
      try output.write(Self.padding(after: tensor.byteCount))
    }
    try output.finish()
  }

  /// Writes the file in parts, as `llama-gguf-split` does: consecutive tensors, and the metadata in the first.
  ///
  /// - Parameter path: ends in `.gguf`; each part has its number before that.
  /// - Returns: the paths of the parts.
  /// - Precondition: `parts` is at least 1 and not above the number of tensors.
  @discardableResult
  public func write(parts: Int, to path: String) throws -> [String] {
    precondition(parts >= 1 && parts <= tensors.count && path.hasSuffix(".gguf"))
    return try (0..<parts).map { number in
      var part = self
      part.metadata =
        (number == 0 ? metadata : []) + [
          ("split.no", .u16(UInt16(number))), ("split.count", .u16(UInt16(parts))),
          ("split.tensors.count", .i32(Int32(tensors.count))),
        ]
      part.tensors = Array(tensors[tensors.count * number / parts..<tensors.count * (number + 1) / parts])
      let name = String(path.dropLast(5)) + GGUFSplit.ending(number, parts)
      try part.write(to: name)
      return name
    }
  }

  private static func padded(_ count: Int) -> Int { (count + alignment - 1) / alignment * alignment }
  private static func padding(after count: Int) -> [UInt8] { Array(repeating: 0, count: padded(count) - count) }
}

extension [UInt8] {
  mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append(text: String) {
    appendLittleEndian(UInt64(text.utf8.count))
    append(contentsOf: text.utf8)
  }

  fileprivate mutating func append(_ value: GGUFValue) {
    switch value {
    case .u8(let number): appendLittleEndian(number)
    case .i8(let number): appendLittleEndian(number)
    case .u16(let number): appendLittleEndian(number)
    case .i16(let number): appendLittleEndian(number)
    case .u32(let number): appendLittleEndian(number)
    case .i32(let number): appendLittleEndian(number)
    case .u64(let number): appendLittleEndian(number)
    case .i64(let number): appendLittleEndian(number)
    case .f32(let number): appendLittleEndian(number.bitPattern)
    case .f64(let number): appendLittleEndian(number.bitPattern)
    case .bool(let isTrue): append(isTrue ? 1 : 0)
    case .string(let string): append(text: string)
    case .array(let kind, let values):
      appendLittleEndian(kind)
      appendLittleEndian(UInt64(values.count))
      for value in values { append(value) }
    }
  }
}
