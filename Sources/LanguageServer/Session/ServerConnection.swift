#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
import Dispatch

/// A server on two streams: one thread reads, and this one answers.
package enum ServerConnection {
  /// Serves a client until it says `exit`, goes away, or its process ends.
  ///
  /// - Returns: what the process exits with: 0 where the client asked for a shutdown before it left, else 1.
  package static func serve(input: Int32 = 0, output: Int32 = 1) -> Int32 {
    // A client that has gone is an error of `write`, and no signal.
    signal(SIGPIPE, SIG_IGN)
    let inbox = Inbox()
    let reader = DispatchQueue(label: "pv.lsp.reader")
    reader.async { read(input, into: inbox) }
    let writer = FrameWriter(descriptor: output)
    let server = Server(inbox, writer)
    while true {
      guard let item = inbox.take(seconds: 10) else {
        if let client = server.client, kill(client, 0) != 0, errno == ESRCH { return 1 }
        continue
      }
      if let code = server.handle(item) { return code }
      if inbox.isEmpty { server.publish() }
      if writer.isClosed { return 1 }
    }
  }

  private static func read(_ descriptor: Int32, into inbox: Inbox) {
    var reader = FrameReader()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress!, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return inbox.put(.ended) }
      reader.append(buffer[..<count])
      while let frame = reader.next() {
        switch frame {
        case .message(let bytes):
          do throws(MessageError) { inbox.put(.message(try Message(reading: bytes))) } catch {
            inbox.put(.problem(code: error.code, reason: error.reason))
          }
        case .malformed(let reason): inbox.put(.problem(code: -32700, reason: "the frame makes no sense: \(reason)"))
        case .tooLarge(let size):
          inbox.put(
            .problem(
              code: -32600, reason: "the message has \(size) bytes, more than \(FrameReader.largestMessage)"))
        }
      }
    }
  }
}

/// `read` of the system, named apart from `ServerConnection.read`.
private func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  read(descriptor, buffer, count)
}
