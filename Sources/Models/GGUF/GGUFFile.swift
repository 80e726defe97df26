import Base

/// A GGUF file, version 2 or 3, little-endian, mapped into memory.
///
/// Everything that the file says about itself is checked when it is opened: counts, lengths, types,
/// dimensions, alignment, and that the data of every tensor lies in the file and overlaps no other.
/// Source: the GGUF specification in ggml's docs/gguf.md.
public struct GGUFFile: Sendable {
  /// 2 or 3.
  public let version: Int
  /// Keys and values, each key once; of a split file, those of the first part.
  public let metadata: [String: GGUFValue]
  /// The tensors, in the order of the file; of a split file, part after part.
  public let tensors: TensorSet
  /// The file, or the parts of a split one in their order.
  public let files: [String]

  /// Opens and checks a file; where it is a part of a split one, all parts.
  ///
  /// - Throws: `ModelFileError` that names tensor and byte.
  /// - Complexity: O(size of the header); the data is not read.
  public init(path: String) throws {
    let file = try GGUFFile(part: ByteStorage(mapping: path), path: path)
    self = try GGUFSplit(of: file, path: path)?.open(path) ?? file
  }

  /// Checks bytes that are in memory; `path` is for errors.
  ///
  /// - Throws: `ModelFileError`, also for a part of a split file: the others can be found by its path only.
  public init(storage: ByteStorage, path: String) throws {
    try self.init(part: storage, path: path)
    guard try GGUFSplit(of: self, path: path) == nil else {
      throw ModelFileError(path: path, reason: "a part of a split file, which is opened by its path")
    }
  }

  /// The parts of a split file as one.
  init(version: Int, metadata: [String: GGUFValue], tensors: TensorSet, files: [String]) {
    (self.version, self.metadata, self.tensors, self.files) = (version, metadata, tensors, files)
  }

  /// Checks bytes without asking whether they are a part of a split file.
  init(part storage: ByteStorage, path: String) throws {
    files = [path]
    var cursor = ByteCursor(path: path, bytes: storage.bytes)
    guard try cursor.take(4, "the magic").elementsEqual("GGUF".utf8) else {
      throw cursor.error("no GGUF file: it does not start with GGUF", at: 0)
    }
    let version = try cursor.integer(UInt32.self, "the version")
    guard version == 2 || version == 3 else {
      throw cursor.error(
        version.byteSwapped == 2 || version.byteSwapped == 3
          ? "a big-endian GGUF file, which is not read" : "version \(version) is not read; 2 and 3 are", at: 4)
    }
    self.version = Int(version)
    // Counts of tensors and of keys stand before both lists.
    let tensorCount = try cursor.count(of: "tensors", atLeast: GGUFTensorInfo.leastBytes)
    let keyCount = try cursor.count(of: "metadata keys", atLeast: GGUFMetadataReader.leastBytes)
    metadata = try GGUFMetadataReader.read(keyCount, from: &cursor)
    var infos: [GGUFTensorInfo] = []
    var names: Set<TensorName> = []
    for _ in 0..<tensorCount {
      let info = try GGUFTensorInfo(from: &cursor)
      guard names.insert(TensorName(info.name)).inserted else {
        throw ModelFileError(path: path, tensor: info.name, byte: info.entryOffset, reason: "the name occurs twice")
      }
      infos.append(info)
    }
    let alignment = try Self.alignment(metadata, cursor)
    let dataOffset = (cursor.offset + alignment - 1) / alignment * alignment
    tensors = try TensorPlacement(
      path: path, storage: storage, dataOffset: dataOffset, available: max(storage.bytes.count - dataOffset, 0),
      alignment: alignment, alignmentName: "the alignment \(alignment)"
    ).tensors(infos)
  }

  private static func alignment(_ metadata: [String: GGUFValue], _ cursor: ByteCursor) throws -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard let alignment = value.integer, (8...(1 << 20)).contains(alignment), alignment & (alignment - 1) == 0 else {
      throw cursor.error("general.alignment is not a power of two from 8 to 1048576")
    }
    return alignment
  }
}
