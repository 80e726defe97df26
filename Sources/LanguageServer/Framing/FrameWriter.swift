#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import ContractKit
import Synchronization

/// Writes messages to a client, each whole, from whatever thread.
final class FrameWriter: Sendable {
  private let descriptor: Int32
  private let isBroken = Mutex(false)

  init(descriptor: Int32) { self.descriptor = descriptor }

  /// Whether a write has failed: nobody reads any more.
  var isClosed: Bool { isBroken.withLock { $0 } }

  /// Writes a message; one that nobody reads is lost.
  func write(_ message: JSON) {
    let content = message.compactBytes
    let bytes = Array("Content-Length: \(content.count)\r\n\r\n".utf8) + content
    isBroken.withLock { isBroken in
      guard !isBroken else { return }
      bytes.withUnsafeBytes { bytes in
        var rest = bytes
        while let start = rest.baseAddress, !rest.isEmpty {
          let count = systemWrite(descriptor, start, rest.count)
          if count < 0 && errno == EINTR { continue }
          guard count > 0 else {
            isBroken = true
            return
          }
          rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
      }
    }
  }
}

/// `write` of the system, named apart from `FrameWriter.write`.
private func systemWrite(_ descriptor: Int32, _ buffer: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, buffer, count)
}
