/// The addresses of files, `file:///…`, as clients write them.
enum DocumentURI {
  /// The path of a file; nil for what is no file of this machine.
  static func path(_ uri: String) -> String? {
    guard uri.hasPrefix("file://") else { return nil }
    let rest = uri.dropFirst("file://".count)
    let path = rest.hasPrefix("localhost/") ? rest.dropFirst("localhost".count) : rest
    guard path.hasPrefix("/") else { return nil }
    var bytes: [UInt8] = []
    var index = path.utf8.startIndex
    while index < path.utf8.endIndex {
      let byte = path.utf8[index]
      if byte == UInt8(ascii: "%") {
        let digits = path.utf8[path.utf8.index(after: index)...].prefix(2)
        guard digits.count == 2, let value = UInt8(String(Substring(digits)), radix: 16), value != 0 else { return nil }
        bytes.append(value)
        index = digits.endIndex
      } else {
        bytes.append(byte)
        index = path.utf8.index(after: index)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  /// The address of a file, with everything escaped that is no letter, digit or one of `-._~/`.
  static func of(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes = Array("file://".utf8)
    for byte in path.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: "/"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
