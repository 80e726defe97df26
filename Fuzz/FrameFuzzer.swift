import ContractKit

/// What libFuzzer calls with bytes of its own: they are a client's stream. Its frames must not depend on how it is cut,
/// and a session that has begun must take whatever they say.
///
/// scripts/fuzz compiles this file together with the sources of LanguageServer, so that framing, messages, texts and answers
/// report which of their branches an input reached.
///
/// - Returns: 0, as libFuzzer wants it; what is wrong traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let whole = frames(bytes, pieces: max(1, bytes.count))
  precondition(
    whole == frames(bytes, pieces: 1) && whole == frames(bytes, pieces: 7), "frames depend on how they are cut")
  let inbox = Inbox()
  // A descriptor that is none: answers are made, and go nowhere.
  let server = Server(inbox, FrameWriter(descriptor: -1))
  let begin = #"{"id":0,"method":"initialize","params":{"rootUri":"file:///nowhere","capabilities":{}}}"#
  let open =
    #"{"method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///nowhere/contracts/a-v1.yaml","version":1,"#
    + #""text":"metadata:\n  format: pv/1\nequations:\n  dot: {formula: \"f\"}\n"}}}"#
  for message in [begin, open] { take(Array(message.utf8), server) }
  for case .message(let bytes) in whole { take(bytes, server) }
  return 0
}

private func frames(_ bytes: [UInt8], pieces: Int) -> [FrameReader.Frame] {
  var reader = FrameReader(largestMessage: 1 << 16)
  var frames: [FrameReader.Frame] = []
  for start in stride(from: 0, to: bytes.count, by: pieces) {
    reader.append(bytes[start..<min(start + pieces, bytes.count)])
    while let frame = reader.next() { frames.append(frame) }
  }
  return frames
}

private func take(_ bytes: [UInt8], _ server: Server) {
  do throws(MessageError) {
    _ = server.handle(.message(try Message(reading: bytes)))
    server.publish()
  } catch { precondition(!error.reason.isEmpty) }
}
