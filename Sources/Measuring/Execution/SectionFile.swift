import ContractKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The sections of an ELF file that a loader leaves on the disk, such as those that say which function is of which file.
///
/// Source: System V ABI, chapters 4 and 5; 64 bits and little-endian, as on every Linux that this package is built for.
struct SectionFile {
  private let file: OpenFile
  private var places: [String: Range<UInt64>] = [:]

  /// Reads the table of sections; nil where the file is not an ELF file of that kind.
  init?(path: String) {
    guard let file = OpenFile(path) else { return nil }
    self.file = file
    guard let header = read(0..<64), Array(header.bytes.prefix(6)) == [0x7F, 0x45, 0x4C, 0x46, 2, 1] else { return nil }
    let (entrySize, count) = (UInt64(header.integer(UInt16.self, at: 58)), Int(header.integer(UInt16.self, at: 60)))
    let (start, nameTable) = (header.integer(UInt64.self, at: 40), Int(header.integer(UInt16.self, at: 62)))
    guard entrySize == 64, nameTable < count, start < 1 << 48, let table = read(start..<start + 64 * UInt64(count))
    else { return nil }
    func place(_ index: Int) -> Range<UInt64>? {
      let offset = table.integer(UInt64.self, at: 64 * index + 24)
      let (end, overflows) = offset.addingReportingOverflow(table.integer(UInt64.self, at: 64 * index + 32))
      return overflows || end >= 1 << 48 ? nil : offset..<end
    }
    guard let names = place(nameTable).flatMap(read) else { return nil }
    for index in 0..<count {
      let name = names.text(at: Int(table.integer(UInt32.self, at: 64 * index)))
      places[name] = place(index)
    }
  }

  /// The bytes of a section; nil where there is none of that name, or its end is missing.
  subscript(name: String) -> PackedBytes? { places[name].flatMap(read) }

  private func read(_ range: Range<UInt64>) -> PackedBytes? {
    file.bytes(range).map { PackedBytes($0) }
  }
}

/// A file that parts are read of, for as long as somebody holds it.
private final class OpenFile {
  private let descriptor: Int32

  init?(_ path: String) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// A part of the file; nil where it does not go that far.
  func bytes(_ range: Range<UInt64>) -> [UInt8]? {
    var size = stat()
    guard fstat(descriptor, &size) == 0, range.upperBound <= UInt64(size.st_size) else { return nil }
    let count = range.count
    let read = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let offset = off_t(range.lowerBound) + off_t(filled)
        let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, offset)
        guard got > 0 else { return }
        filled += got
      }
    }
    return read.count == count ? read : nil
  }
}

/// Bytes in which integers stand little-endian and at any place; what lies beyond the end is 0.
struct PackedBytes {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: some Collection<UInt8>) { self.bytes = ArraySlice(bytes) }

  func integer<Integer: FixedWidthInteger>(_: Integer.Type, at offset: Int) -> Integer {
    var value: Integer = 0
    for index in 0..<Integer.bitWidth / 8 where bytes.indices.contains(bytes.startIndex + offset + index) {
      value |= Integer(truncatingIfNeeded: bytes[bytes.startIndex + offset + index]) << (8 * index)
    }
    return value
  }

  /// The bytes before the next zero.
  func text(at offset: Int) -> String {
    String(decoding: bytes.dropFirst(offset).prefix { $0 != 0 }, as: UTF8.self)
  }
}
