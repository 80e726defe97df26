/// The 64 bytes at the front of an APR file.
///
/// Source: `format/v2` of paiml/aprender, the only reader and writer that is known.
struct APRHeader: Equatable {
  static let bytes = 64
  /// Sections and tensors start at multiples of this.
  static let alignment = 64
  static let maximumMetadataBytes = 16 << 20

  /// What a file says about itself, a bit each.
  struct Flags: OptionSet {
    let rawValue: UInt16

    static let sharded = Flags(rawValue: 16)
    static let quantized = Flags(rawValue: 32)
    static let rowMajor = Flags(rawValue: 1024)

    /// Flags whose files are not read, and why.
    static let refused: [(flag: Flags, reason: String)] = [
      (Flags(rawValue: 1), "its tensors are compressed with LZ4, which is not read; write it without compression"),
      (
        Flags(rawValue: 2), "its tensors are compressed with Zstandard, which is not read; write it without compression"
      ),
      (Flags(rawValue: 4), "it is encrypted (AES-256-GCM), which is not read; decrypt it first"),
      (
        Flags(rawValue: 2048),
        "its matrices are column-major, which the format forbids its readers to take; import the model again"
      ),
    ]

    /// Flags that change nothing about the weights: signed (the signature is not checked), filterbank, model card,
    /// streaming, vocabulary; beside those above.
    static let harmless: Flags = [.sharded, .quantized, .rowMajor, Flags(rawValue: 8 | 64 | 128 | 256 | 512)]
  }

  var flags: Flags
  var tensorCount: Int
  var metadata: Range<Int>
  var indexOffset: Int
  var dataOffset: Int

  /// Reads and checks the header against the size of the file, whose last four bytes are a check of their own.
  ///
  /// - Throws: `ModelFileError` for older formats, flags that are not read, a wrong check, sections that do not fit.
  init(from cursor: inout ByteCursor) throws {
    let count = cursor.bytes.count
    let magic = try cursor.take(4, "the magic")
    guard magic.elementsEqual([0x41, 0x50, 0x52, 0]) else {
      let text = String(decoding: magic, as: UTF8.self)
      throw cursor.error(
        ["APR1", "APR2", "APRN"].contains(text)
          ? "an older APR file (\(text)), whose layout is another and is not read; write it anew with today's apr"
          : "no APR file: it does not start with APR and a zero", at: 0)
    }
    let (major, minor) = (try cursor.integer(UInt8.self, "the version"), try cursor.integer(UInt8.self, "the version"))
    guard (major, minor) == (2, 0) else {
      throw cursor.error("version \(major).\(minor) is not read; 2.0 is", at: 4)
    }
    flags = Flags(rawValue: try cursor.integer(UInt16.self, "the flags"))
    tensorCount = Int(try cursor.integer(UInt32.self, "the number of tensors"))
    let metadataOffset = try cursor.integer(UInt64.self, "the offset of the metadata")
    let metadataSize = try cursor.integer(UInt32.self, "the size of the metadata")
    let index = try cursor.integer(UInt64.self, "the offset of the index")
    let data = try cursor.integer(UInt64.self, "the offset of the data")
    let check = try cursor.integer(UInt32.self, "the check of the header")
    let reserved = try cursor.take(20, "the reserved bytes")
    var own = CRC32()
    own.add(UnsafeRawBufferPointer(rebasing: cursor.bytes[..<40]))
    own.add(reserved)
    guard check == own.value else {
      throw cursor.error("the check of the header is \(check), but its bytes give \(own.value)", at: 40)
    }
    guard reserved.allSatisfy({ $0 == 0 }) else { throw cursor.error("reserved bytes that are not 0", at: 44) }
    for (flag, reason) in Flags.refused where flags.contains(flag) { throw cursor.error(reason, at: 6) }
    guard flags.isSubset(of: .harmless) else {
      throw cursor.error("flags \(flags.subtracting(.harmless).rawValue) are not known", at: 6)
    }
    guard metadataSize <= Self.maximumMetadataBytes else {
      throw cursor.error("metadata of \(metadataSize) bytes; at most \(Self.maximumMetadataBytes) are allowed", at: 20)
    }
    for (offset, what, place) in [(metadataOffset, "metadata", 12), (index, "index", 24), (data, "data", 32)]
    where offset % UInt64(Self.alignment) != 0 || offset < UInt64(Self.bytes) || offset > UInt64(max(count - 4, 0)) {
      throw cursor.error(
        "the \(what) cannot start at \(offset): a multiple of \(Self.alignment) within the \(count) bytes", at: place)
    }
    guard metadataOffset + UInt64(metadataSize) <= index, index <= data else {
      throw cursor.error("metadata, index and data do not follow each other", at: 12)
    }
    metadata = Int(metadataOffset)..<Int(metadataOffset) + Int(metadataSize)
    (indexOffset, dataOffset) = (Int(index), Int(data))
  }
}
