import Base
import Models

/// The bytes of a capture without a copy of the elements.
struct StageBytes {
  let header: [UInt8]
  let elements: UnsafeRawBufferPointer

  init(_ point: StagePoint, _ values: UnsafeBufferPointer<Float>) {
    header = APRT.header(layer: CapturedStage.layer(of: point), count: values.count)
    // The processors that this runs on are little-endian, as the format is.
    precondition(UInt32(1).littleEndian == 1)
    elements = UnsafeRawBufferPointer(values)
  }

  /// SHA-256 of header and elements.
  var digest: Digest { header.withUnsafeBytes { Digest(ofPieces: [$0, elements]) } }
}
