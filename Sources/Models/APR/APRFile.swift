import Base

/// An APR file of version 2, mapped into memory: header, metadata as JSON, index, data.
///
/// Everything that the file says about itself is checked when it is opened: the check of the header, sections, names,
/// types, sizes, and that the data of every tensor lies in the file and overlaps no other. The check of the whole file at
/// its end asks for every byte and is a call of its own.
///
/// Source: `format/v2` of paiml/aprender; no file that others wrote could be had.
public struct APRFile: Sendable {
  /// The tensors, in the order of the index, which is that of their names; of shards, one file after the other.
  public let tensors: TensorSet
  /// The file, or all shards in their order.
  public let files: [String]
  /// The metadata; of shards, those of the first.
  var metadata: [String: ConfigurationValue]

  let header: APRHeader
  private let storages: [ByteStorage]

  /// Opens and checks a file; where it is a shard, all shards.
  ///
  /// - Throws: `ModelFileError` that names tensor and byte.
  /// - Complexity: O(size of header, metadata and index); the data is not read.
  public init(path: String) throws {
    let file = try APRFile(shard: ByteStorage(mapping: path), path: path)
    self = try APRSharding(of: file, path: path)?.open(path) ?? file
  }

  /// Checks bytes that are in memory; `path` is for errors.
  ///
  /// - Throws: `ModelFileError`, also for a shard: the others can be found by its path only.
  public init(storage: ByteStorage, path: String) throws {
    try self.init(shard: storage, path: path)
    guard try APRSharding(of: self, path: path) == nil else {
      throw ModelFileError(path: path, reason: "a shard, which is opened by its path")
    }
  }

  /// Shards as one file.
  ///
  /// - Precondition: there is one, and the names of all tensors are different.
  init(shards: [APRFile]) {
    (metadata, header) = (shards[0].metadata, shards[0].header)
    tensors = TensorSet(shards.flatMap(\.tensors.tensors))
    (files, storages) = (shards.flatMap(\.files), shards.flatMap(\.storages))
  }

  /// Checks bytes without asking whether they are one of several shards.
  init(shard storage: ByteStorage, path: String) throws {
    var cursor = ByteCursor(path: path, bytes: storage.bytes)
    let header = try APRHeader(from: &cursor)
    metadata = try Self.metadata(storage.bytes, header, path)
    (self.header, files, storages) = (header, [path], [storage])
    let front = UnsafeRawBufferPointer(rebasing: storage.bytes[..<header.dataOffset])
    cursor = ByteCursor(path: path, bytes: front, offset: header.indexOffset)
    guard header.tensorCount <= cursor.remaining / APRTensorInfo.leastBytes else {
      throw cursor.error("\(header.tensorCount) tensors do not fit in an index of \(cursor.remaining) bytes", at: 8)
    }
    var infos: [APRTensorInfo] = []
    for _ in 0..<header.tensorCount {
      let info = try APRTensorInfo(from: &cursor)
      if let last = infos.last, TensorName(info.name) <= TensorName(last.name) {
        throw ModelFileError(
          path: path, tensor: info.name, byte: info.entryOffset,
          reason: info.name.utf8.elementsEqual(last.name.utf8)
            ? "the name occurs twice" : "it stands behind \(last.name) in the index, which must be sorted")
      }
      infos.append(info)
    }
    // The last four bytes are the check.
    tensors = try TensorPlacement(
      path: path, storage: storage, dataOffset: header.dataOffset,
      available: storage.bytes.count - 4 - header.dataOffset,
      alignment: APRHeader.alignment, alignmentName: "\(APRHeader.alignment)"
    ).tensors(infos)
  }

  private static func metadata(
    _ bytes: UnsafeRawBufferPointer, _ header: APRHeader, _ path: String
  ) throws -> [String: ConfigurationValue] {
    // Old checkpoints have keys twice; the last one counts, as it does for their writer.
    let front = UnsafeRawBufferPointer(rebasing: bytes[..<header.metadata.upperBound])
    guard let members = try JSONTree.read(front, of: path, from: header.metadata.lowerBound).members else {
      throw ModelFileError(path: path, byte: header.metadata.lowerBound, reason: "the metadata are no JSON object")
    }
    return ConfigurationValue.values(of: members)
  }

  /// Reads every byte and compares the check at the end of each file.
  ///
  /// - Throws: `ModelFileError` where it is another.
  /// - Complexity: O(size of the files).
  public func verifyChecks() throws {
    for (path, storage) in zip(files, storages) {
      storage.willBeReadInOrder()
      let end = storage.bytes.count - 4
      let own = CRC32.inParallel(UnsafeRawBufferPointer(rebasing: storage.bytes[..<end]))
      let check = UInt32(littleEndian: storage.bytes.loadUnaligned(fromByteOffset: end, as: UInt32.self))
      guard check == own else {
        throw ModelFileError(
          path: path, byte: end, reason: "the check of the file is \(check), but its bytes give \(own): it is damaged")
      }
    }
  }
}
