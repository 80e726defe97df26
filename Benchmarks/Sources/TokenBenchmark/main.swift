import Foundation
import Models

/// One measurement of a whole model, one line of JSON: `TokenBenchmark MODE MODEL COUNT THREADS [PATH]`.
///
/// - `decode`: COUNT tokens, chosen greedily after a prompt of eight ids.
/// - `prefill`: one pass of COUNT ids.
/// - `first`: one pass of COUNT ids, and no more: who started the process knows how long it took.
/// - `captured`: as `prefill`, with a sink that wants every stage and does nothing with it.
///
/// PATH is `production` or `reference`. A process measures one thing, so that its peak of memory belongs to that. What is
/// timed is run twice, after a short pass that brings the weights into memory, in a cache of 512 positions.
let arguments = CommandLine.arguments
guard (5...6).contains(arguments.count), let count = Int(arguments[3]), let threads = Int(arguments[4]),
  count > 0, threads > 0, let path = ForwardPath(rawValue: arguments.count > 5 ? arguments[5] : "production")
else { usage() }
let mode = arguments[1]
let decoder = try LoadedModel(path: arguments[2]).decoder(path: path, capacity: max(512, count + 8), threads: threads)

/// Wants everything.
final class IdleSink: StageSink {
  func wants(_ point: StagePoint) -> Bool { true }
  func take(_ point: StagePoint, shape: [Int], _ values: UnsafeBufferPointer<Float>) {}
}

func usage() -> Never {
  FileHandle.standardError.write(
    Data("usage: TokenBenchmark decode|prefill|first|captured MODEL COUNT THREADS [PATH]\n".utf8))
  exit(64)
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let elapsed = try ContinuousClock().measure(body)
  return Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18
}

func next(_ logits: [Float]) -> Int {
  guard let id = LlamaDecoder.argmax(logits) else { fatalError("no largest logit") }
  return id
}

let ids = (0..<count).map { 100 + $0 % 200 }
var times: [Double] = []
switch mode {
case "first": _ = next(try decoder.forward(ids, sink: nil))
case "prefill", "captured":
  let sink = mode == "captured" ? IdleSink() : nil
  _ = try decoder.forward(Array(1...8), sink: nil)
  for _ in 0..<2 {
    try decoder.rewind(to: 0)
    times.append(try seconds { _ = next(try decoder.forward(ids, sink: sink)) })
  }
case "decode":
  for _ in 0..<2 {
    try decoder.rewind(to: 0)
    var id = next(try decoder.forward(Array(1...8), sink: nil))
    times.append(try seconds { for _ in 0..<count { id = next(try decoder.forward([id], sink: nil)) } })
  }
default: usage()
}
print("{\"seconds\": \(times)}")
