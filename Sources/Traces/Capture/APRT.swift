import Models

/// The capture format: one stage of one layer as raw binary32 values behind twelve bytes.
///
/// Bytes 0-3 are `APRT`; 4-7 the layer, little-endian, 0 for the embedding, 0xFFFFFFFF for the other stages of the
/// whole model; 8-11 the number of elements; then the elements, little-endian, the bits of NaNs as they were.
/// Source: the published capture format of paiml/aprender.
public enum APRT {
  /// The number of bytes in front of the elements.
  public static let headerBytes = 12

  /// The header of a capture.
  ///
  /// - Precondition: layer and count are at least 0 and below 2^32 - 1.
  public static func header(layer: Int?, count: Int) -> [UInt8] {
    var bytes = Array("APRT".utf8)
    for value in [layer.map { UInt32($0) } ?? .max, UInt32(count)] {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// A capture, mapped into memory and checked.
  public struct File: Sendable {
    /// The file as it was named.
    public let path: String
    /// The layer, or nil for a stage of the whole model.
    public let layer: Int?
    /// The number of elements.
    public let count: Int
    /// Header and elements.
    public let storage: ByteStorage

    /// Opens a file.
    ///
    /// - Throws: `ModelFileError` for another magic, or a length that is not 12 + 4 * count.
    public init(path: String) throws { try self.init(storage: ByteStorage(mapping: path), path: path) }

    /// Checks bytes that are in memory; `path` is for errors.
    public init(storage: ByteStorage, path: String) throws {
      let bytes = storage.bytes
      guard bytes.count >= headerBytes, bytes[..<4].elementsEqual("APRT".utf8) else {
        throw ModelFileError(path: path, byte: 0, reason: "no capture: it does not start with an APRT header")
      }
      let layer = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
      let count = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
      guard bytes.count == headerBytes + 4 * Int(count) else {
        throw ModelFileError(
          path: path, byte: 8,
          reason: "\(count) elements need \(headerBytes + 4 * Int(count)) bytes; the file has \(bytes.count)")
      }
      (self.path, self.layer, self.count, self.storage) = (path, layer == .max ? nil : Int(layer), Int(count), storage)
    }

    /// The elements as bytes, valid for as long as the storage is.
    public var elements: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage.bytes[headerBytes...]) }
  }
}

extension Tensor {
  /// The elements of a capture as a tensor, in place.
  ///
  /// - Precondition: the shape holds as many elements.
  init(name: String, values file: APRT.File, shape: [Int]) {
    self.init(name: name, type: .f32, shape: shape, storage: file.storage, offset: APRT.headerBytes)
  }
}
