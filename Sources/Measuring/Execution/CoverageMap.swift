import ContractKit
import Crypto

/// In which file each function of a program is defined, as the compiler has written it down for coverage.
///
/// Source: LLVM Code Coverage Mapping Format, version 7 (6 in the file), which is that of Swift 6.2 and 6.3. Of what it says of a
/// function only the file in which its body begins is read.
struct CoverageMap {
  /// By the number that stands for a function's name, an absolute path.
  private(set) var files: [UInt64: String] = [:]

  /// Reads the two sections; what is of another version, or whose file names are compressed, says nothing.
  init(map: PackedBytes, functions: PackedBytes) {
    let names = Self.fileNames(map)
    var at = 0
    // NameRef 8, DataSize 4, FuncHash 8, FilenamesRef 8, then the data.
    while at + 28 <= functions.bytes.count {
      let size = Int(functions.integer(UInt32.self, at: at + 8))
      var reader = Reader(functions.bytes.dropFirst(at + 28).prefix(size))
      // The number of files, then each as an index; the first is the one of the body.
      if let count = reader.number(), count > 0, let index = reader.number(),
        let of = names[functions.integer(UInt64.self, at: at + 20)], index < of.count
      {
        files[functions.integer(UInt64.self, at: at)] = of[index]
      }
      at = Self.aligned(at + 28 + size)
    }
  }

  /// The file names of each compiled file, by the number by which functions refer to them.
  private static func fileNames(_ map: PackedBytes) -> [UInt64: [String]] {
    var names: [UInt64: [String]] = [:]
    var at = 0
    while at + 16 <= map.bytes.count {
      let size = Int(map.integer(UInt32.self, at: at + 4))
      let encoded = map.bytes.dropFirst(at + 16).prefix(size)
      if map.integer(UInt32.self, at: at + 12) == 6, let known = decode(encoded) {
        names[reference(to: encoded)] = known
      }
      at = aligned(at + 16 + size)
    }
    return names
  }

  /// A count, the sizes before and after compression, then for each name its length and itself; the first is the
  /// folder in which the others begin.
  private static func decode(_ encoded: ArraySlice<UInt8>) -> [String]? {
    var reader = Reader(encoded)
    guard let count = reader.number(), reader.number() != nil, reader.number() == 0 else { return nil }
    var names: [String] = []
    for _ in 0..<count {
      guard let length = reader.number(), let name = reader.text(length) else { return nil }
      names.append(names.isEmpty ? name : PathText.absolute(name, from: names[0]))
    }
    return names
  }

  /// The first half of the MD5 digest; it is no protection, only how the format refers.
  static func reference(to encoded: ArraySlice<UInt8>) -> UInt64 {
    PackedBytes(Array(Insecure.MD5.hash(data: Array(encoded)))).integer(UInt64.self, at: 0)
  }

  private static func aligned(_ offset: Int) -> Int { (offset + 7) & ~7 }

  /// Numbers of seven bits a byte, the lowest first.
  private struct Reader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next number; nil where it does not end, or exceeds what a section can hold.
    mutating func number() -> Int? {
      var value = 0
      for shift in stride(from: 0, to: 35, by: 7) {
        guard let byte = rest.popFirst() else { return nil }
        value |= Int(byte & 0x7F) << shift
        if byte < 0x80 { return value }
      }
      return nil
    }

    mutating func text(_ length: Int) -> String? {
      guard length <= rest.count else { return nil }
      defer { rest = rest.dropFirst(length) }
      return String(decoding: rest.prefix(length), as: UTF8.self)
    }
  }
}
