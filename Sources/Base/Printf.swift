#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension String {
  /// Numbers as C's printf writes them, in the C locale.
  ///
  /// - Parameters:
  ///   - format: conversions of numbers only, such as `%.6g` or `%05d`; `%d` takes an `Int32`, so that `%ld` is for an `Int`.
  ///   - arguments: one for each conversion.
  /// - Precondition: the result has fewer than 512 bytes.
  package init(printf format: String, _ arguments: any CVarArg...) {
    let bytes = withVaList(arguments) { list in
      [CChar](unsafeUninitializedCapacity: 512) { buffer, count in
        count = Int(vsnprintf(buffer.baseAddress, buffer.count, format, list))
        precondition((0..<buffer.count).contains(count), "\(format) gives too much")
      }
    }
    self.init(decoding: bytes.lazy.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
