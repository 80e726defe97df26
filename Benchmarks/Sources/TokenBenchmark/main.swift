import Foundation
import Models

/// Tokens per second of greedy decoding: `TokenBenchmark MODEL.gguf [TOKENS] [ROUNDS]`, one line of JSON a case.
///
/// A round decodes so many tokens after a prompt of eight; the best of all rounds is what the code can do. Paths and
/// thread counts take turns, so that what else the machine does meets all of them.
let arguments = CommandLine.arguments
guard arguments.count >= 2 else {
  FileHandle.standardError.write(Data("usage: TokenBenchmark MODEL.gguf [TOKENS] [ROUNDS]\n".utf8))
  exit(64)
}
let count = arguments.count > 2 ? Int(arguments[2]) ?? 64 : 64
let rounds = arguments.count > 3 ? Int(arguments[3]) ?? 5 : 5
let model = try LoadedModel(path: arguments[1])
let prompt = [1, 2, 3, 4, 5, 6, 7, 8]

struct Case {
  let path: ForwardPath
  let threads: Int
  let decoder: any Decoder
  var seconds: [Double] = []
}

var cases = try ForwardPath.allCases.flatMap { path in
  try [1, 2].map { threads in
    Case(
      path: path, threads: threads,
      decoder: try model.decoder(path: path, capacity: prompt.count + count, threads: threads))
  }
}
for _ in 0..<rounds {
  for index in cases.indices {
    let decoder = cases[index].decoder
    try decoder.rewind(to: 0)
    let logits = try decoder.forward(prompt, sink: nil)
    guard let first = Qwen2Decoder.argmax(logits) else { fatalError("no largest logit") }
    let start = ContinuousClock.now
    _ = try decoder.greedy([first], count: count)
    let elapsed = ContinuousClock.now - start
    cases[index].seconds.append(Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) * 1e-18)
  }
}
for each in cases {
  let sorted = each.seconds.sorted()
  func rate(_ seconds: Double) -> String { String(format: "%.1f", Double(count) / seconds) }
  print(
    "{\"path\": \"\(each.path.rawValue)\", \"threads\": \(each.threads), \"tokens\": \(count), "
      + "\"tokens_per_second_best\": \(rate(sorted[0])), \"tokens_per_second_median\": \(rate(sorted[rounds / 2]))}")
}
