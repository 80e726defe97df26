import Base
import struct Crypto.SHA256
import Models

/// The bytes of a capture without a copy of the elements.
struct StageBytes {
  let header: [UInt8]
  let elements: UnsafeRawBufferPointer

  init(_ point: StagePoint, _ values: UnsafeBufferPointer<Float>) {
    header = APRT.header(layer: point.layer, count: values.count)
    // The processors that this runs on are little-endian, as the format is.
    precondition(UInt32(1).littleEndian == 1)
    elements = UnsafeRawBufferPointer(values)
  }

  /// SHA-256 of header and elements.
  var digest: Digest {
    var hash = SHA256()
    header.withUnsafeBytes { hash.update(bufferPointer: $0) }
    hash.update(bufferPointer: elements)
    return Digest(hash)
  }
}

extension Digest {
  /// The digest that a hash has come to.
  init(_ hash: SHA256) {
    let digits = Array("0123456789abcdef")
    var text = ""
    for byte in hash.finalize() {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    self.init(text)!
  }

  /// The digest of a file of any size, mapped and read once.
  static func ofFile(_ path: String) throws -> (digest: Digest, count: Int) {
    let storage = try ByteStorage(mapping: path)
    storage.willBeReadInOrder()
    var hash = SHA256()
    hash.update(bufferPointer: storage.bytes)
    return (Digest(hash), storage.bytes.count)
  }
}
