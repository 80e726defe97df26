extension Collection<UInt8> {
  /// The bytes as a sample takes them.
  package var signed: [Int8] { map { Int8(bitPattern: $0) } }
}
