import FalsifierKit
import Models

/// A decoder, tokens, and how many go into each call; the last layer's output of every position, and the logits.
typealias CacheKernel = @Sendable (any Decoder, [Int], [Int]) throws -> [Float]

enum Qwen2Make {
  static func decoder(_ path: ForwardPath) throws -> any Decoder { try TinyModel.decoder(path, capacity: 24) }
}

enum CacheKernels {
  static let real: CacheKernel = { decoder, tokens, split in
    try calls(decoder, tokens, split) { _, _ in }
  }

  /// All tokens in one call.
  static func pass(_ decoder: any Decoder, _ tokens: [Int]) throws -> [Float] {
    try real(decoder, tokens, [tokens.count])
  }

  /// Feeds the tokens call by call; `before` may do harm in front of each but the first.
  static func calls(
    _ decoder: any Decoder, _ tokens: [Int], _ split: [Int], _ before: (any Decoder, Int) throws -> Void
  ) throws -> [Float] {
    let point = StagePoint(.postFfnResidual, layer: decoder.layerCount - 1)
    var (values, logits, start): ([Float], [Float], Int) = ([], [], 0)
    for count in split {
      if start > 0 { try before(decoder, start) }
      let memory = StageMemory { $0 == point }
      logits = try decoder.forward(Array(tokens[start..<start + count]), sink: memory)
      values += memory[point]!.values
      start += count
    }
    return values + logits
  }
}

/// Wrong caches: the real decoder with its cache spoiled between calls.
enum CacheMutants {
  static let all = [lastForgotten, forgotten, repeated, staleLast]

  static let lastForgotten = Mutant<CacheKernel>(
    "last_forgotten", "the last position of a call is not kept, so later ones stand one too early"
  ) { decoder, tokens, split in
    try CacheKernels.calls(decoder, tokens, split) { decoder, _ in try decoder.rewind(to: decoder.position - 1) }
  }

  static let forgotten = Mutant<CacheKernel>("forgotten", "each call starts with an empty cache") {
    decoder, tokens, split in
    try CacheKernels.calls(decoder, tokens, split) { decoder, _ in try decoder.rewind(to: 0) }
  }

  static let repeated = Mutant<CacheKernel>("repeated", "the last token of a call is run twice") {
    decoder, tokens, split in
    try CacheKernels.calls(decoder, tokens, split) { decoder, start in
      _ = try decoder.forward([tokens[start - 1]], sink: nil)
    }
  }

  static let staleLast = Mutant<CacheKernel>(
    "stale_last", "the last slot of a call holds another token's key and value"
  ) { decoder, tokens, split in
    try CacheKernels.calls(decoder, tokens, split) { decoder, start in
      try decoder.rewind(to: start - 1)
      _ = try decoder.forward([(tokens[start - 1] + 1) % decoder.vocabularySize], sink: nil)
    }
  }
}
