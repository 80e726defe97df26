/// The elements of a sample as bytes that do not change: little-endian, one after the other, in memory of their own or in
/// that of somebody else, such as a mapped file.
final class SampleMemory: @unchecked Sendable {
  /// Valid for as long as this is.
  let bytes: UnsafeRawBufferPointer
  private let isOwn: Bool
  /// Lets go of pages that can be read again; nil where the memory is our own.
  let release: (@Sendable () -> Void)?

  /// Memory that `fill` writes to, every byte of it.
  init(byteCount: Int, _ fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
    // The alignment of the widest element.
    let target = UnsafeMutableRawBufferPointer.allocate(byteCount: max(byteCount, 1), alignment: 8)
    do { try fill(UnsafeMutableRawBufferPointer(rebasing: target[..<byteCount])) } catch {
      target.deallocate()
      throw error
    }
    bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(target)[..<byteCount])
    (isOwn, release) = (true, nil)
  }

  /// Memory of somebody else's.
  ///
  /// - Parameter release: keeps the owner, and lets go of pages that can be read again.
  init(borrowing bytes: UnsafeRawBufferPointer, release: @escaping @Sendable () -> Void) {
    (self.bytes, isOwn, self.release) = (bytes, false, release)
  }

  deinit { if isOwn { bytes.deallocate() } }
}
