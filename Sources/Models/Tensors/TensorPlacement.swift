/// What the head of a file says about one tensor, whatever the format.
protocol TensorEntry {
  var name: String { get }
  var type: TensorType { get }
  /// Outermost first.
  var shape: [Int] { get }
  var byteCount: Int { get }
  /// From the start of the data.
  var offset: UInt64 { get }
  /// Where the entry starts in the file.
  var entryOffset: Int { get }
}

/// Puts tensors where the head of their file says, after all have been checked against the file and each other.
struct TensorPlacement {
  let path: String
  let storage: ByteStorage
  /// Where the data starts in the file, and how many bytes of it there are.
  let dataOffset, available: Int
  let alignment: Int
  /// How an error names the alignment: the format's, or what the file says.
  let alignmentName: String

  /// The tensors, in the order of their entries.
  ///
  /// - Throws: `ModelFileError` for an offset that is not aligned, data that do not lie in the file, and data that
  ///   overlap.
  func tensors(_ entries: [some TensorEntry]) throws -> TensorSet {
    for entry in entries {
      guard entry.offset % UInt64(alignment) == 0 else {
        throw error(entry, "the offset \(entry.offset) is not a multiple of \(alignmentName)")
      }
      guard entry.offset <= UInt64(available), entry.byteCount <= available - Int(entry.offset) else {
        throw error(
          entry,
          "\(entry.byteCount) bytes from offset \(entry.offset) on do not lie in the \(available) bytes of data")
      }
    }
    let ordered = entries.filter { $0.byteCount > 0 }.sorted { $0.offset < $1.offset }
    for (left, right) in zip(ordered, ordered.dropFirst()) where left.offset + UInt64(left.byteCount) > right.offset {
      throw error(right, "the data from offset \(right.offset) on overlaps that of \(left.name)")
    }
    return TensorSet(
      entries.map {
        Tensor(name: $0.name, type: $0.type, shape: $0.shape, storage: storage, offset: dataOffset + Int($0.offset))
      })
  }

  private func error(_ entry: some TensorEntry, _ reason: String) -> ModelFileError {
    ModelFileError(path: path, tensor: entry.name, byte: entry.entryOffset, reason: reason)
  }
}
