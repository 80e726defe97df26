import Foundation
import Models

/// Tokens per second of greedy decoding: `TokenBenchmark MODEL.gguf [TOKENS] [ROUNDS]`, one line of JSON a case.
///
/// A round decodes so many tokens after a prompt of eight; the best of all rounds is what the code can do. Paths and
/// thread counts take turns, so that what else the machine does meets all of them. "idle sink" is a capture that wants no
/// stage: what it costs to ask. Tokens per second of processor time (all threads) are what other work moves least.
let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: TokenBenchmark MODEL.gguf [TOKENS] [ROUNDS]\n".utf8))
  exit(64)
}
let count = arguments.count > 2 ? Int(arguments[2]) ?? 64 : 64
let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 5 : 5
let model = try LoadedModel(path: arguments[1])
let prompt = [1, 2, 3, 4, 5, 6, 7, 8]

/// Wants nothing.
final class IdleSink: StageSink {
  func wants(_ point: StagePoint) -> Bool { false }
  func take(_ point: StagePoint, shape: [Int], _ values: UnsafeBufferPointer<Float>) {}
}

struct Case {
  let name: String
  let threads: Int
  let decoder: any Decoder
  let sink: (any StageSink)?
  var seconds: [Double] = []
  var processorSeconds: [Double] = []
}

func makeCase(_ path: ForwardPath, threads: Int, sink: (any StageSink)? = nil) throws -> Case {
  Case(
    name: path.rawValue + (sink == nil ? "" : ", idle sink"), threads: threads,
    decoder: try model.decoder(path: path, capacity: prompt.count + count, threads: threads), sink: sink)
}

var cases =
  try ForwardPath.allCases.flatMap { path in try [1, 2].map { try makeCase(path, threads: $0) } }
  + [makeCase(.production, threads: 1, sink: IdleSink())]
for _ in 0..<rounds {
  for index in cases.indices {
    let (decoder, sink) = (cases[index].decoder, cases[index].sink)
    try decoder.rewind(to: 0)
    var logits = try decoder.forward(prompt, sink: sink)
    let (start, used) = (ContinuousClock.now, clock())
    for _ in 0..<count {
      guard let next = LlamaDecoder.argmax(logits) else { fatalError("no largest logit") }
      logits = try decoder.forward([next], sink: sink)
    }
    let elapsed = ContinuousClock.now - start
    cases[index].processorSeconds.append(Double(clock() - used) / Double(CLOCKS_PER_SEC))
    cases[index].seconds.append(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
  }
}
for each in cases {
  let sorted = each.seconds.sorted()
  func rate(_ seconds: Double) -> String { String(format: "%.1f", Double(count) / seconds) }
  print(
    "{\"path\": \"\(each.name)\", \"threads\": \(each.threads), \"tokens\": \(count), "
      + "\"tokens_per_second_best\": \(rate(sorted[0])), \"tokens_per_second_median\": \(rate(sorted[rounds / 2])), "
      + "\"tokens_per_processor_second_best\": \(rate(each.processorSeconds.min()!))}")
}
