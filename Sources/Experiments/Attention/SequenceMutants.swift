import Measuring
import Kernels

/// The attention of every token of a sequence, [token][queryHeads][headDim].
typealias SequenceKernel = @Sendable (TokenSequence) throws -> [Float]

/// The kernels that the claims are about.
enum SequenceKernels {
  /// Token by token with one cache, in which drafts stand for a while and are taken back.
  @TaskLocal static var decode: SequenceKernel = { s in
    let cache = try KVCache(capacity: s.count, kvHeads: s.tokens.kvHeads, headDim: s.tokens.headDim)
    var output: [Float] = []
    for token in 0..<s.count {
      if token == s.kept {
        for draft in s.kept..<s.count { try cache.append(key: s.draftKey(draft), value: s.draftValue(draft)) }
        try cache.truncate(to: s.kept)
      }
      try cache.append(key: s.key(token), value: s.value(token))
      output += try Attention.decode(query: s.query(token), cache: cache, queryHeads: s.tokens.queryHeads)
    }
    return output
  }

  /// The tokens in two pieces: those before the drafts, and all others behind them in one cache.
  @TaskLocal static var prefill: SequenceKernel = { s in
    let cache = try KVCache(capacity: s.count, kvHeads: s.tokens.kvHeads, headDim: s.tokens.headDim)
    return try [0..<s.kept, s.kept..<s.count].flatMap { piece in
      try cache.append(key: piece.flatMap(s.key), value: piece.flatMap(s.value))
      return try Attention.prefill(
        queries: piece.flatMap(s.query), positions: piece.count, cache: cache, queryHeads: s.tokens.queryHeads)
    }
  }

  /// Each token with a fresh cache of its own: what both must give.
  static let fresh: SequenceKernel = { s in
    try (0..<s.count).flatMap { try AttentionKernels.real(s.attention(of: $0)) }
  }
}

/// Wrong caches: the real kernel with the rows that a faulty cache would hold.
enum SequenceMutants {
  static let staleSlot = Mutant<SequenceKernel>(
    "stale_slot", "the first slot that held a draft is not overwritten"
  ) { s in
    try each(
      s, key: { $0 == s.kept ? s.draftKey($0) : s.key($0) }, value: { $0 == s.kept ? s.draftValue($0) : s.value($0) })
  }

  static let staleValue = Mutant<SequenceKernel>("stale_value", "keys are overwritten and values of drafts stay") { s in
    try each(s, key: s.key, value: { $0 < s.kept ? s.value($0) : s.draftValue($0) })
  }

  static let appendedAfter = Mutant<SequenceKernel>(
    "appended_after", "a token is appended after its attention: its own slot holds what was there before"
  ) { s in
    try (0..<s.count).flatMap { token in
      let own = { (t: Int, row: (Int) -> [Float], draft: (Int) -> [Float]) in
        t < token ? row(t) : t < s.kept ? [Float](repeating: 0, count: s.tokens.width) : draft(t)
      }
      return try AttentionKernels.real(
        s.attention(
          of: token, positions: token + 1, key: { own($0, s.key, s.draftKey) },
          value: { own($0, s.value, s.draftValue) }))
    }
  }

  static let draftsVisible = Mutant<SequenceKernel>("drafts_visible", "truncating does not lower the count") { s in
    try (0..<s.count).flatMap { token in
      try AttentionKernels.real(
        s.attention(
          of: token, positions: token < s.kept ? token + 1 : s.count,
          key: { $0 <= token ? s.key($0) : s.draftKey($0) }, value: { $0 <= token ? s.value($0) : s.draftValue($0) }))
    }
  }

  static let prefillSeesFuture = Mutant<SequenceKernel>("prefill_sees_future", "there is no causal mask") { s in
    try (0..<s.count).flatMap { token in
      try AttentionKernels.real(s.attention(of: token, positions: s.count, key: s.key, value: s.value))
    }
  }

  static let prefillMissesItself = Mutant<SequenceKernel>("prefill_misses_itself", "the causal mask is one too strict")
  { s in
    try (0..<s.count).flatMap { token in
      try AttentionKernels.real(s.attention(of: token, positions: max(token, 1), key: s.key, value: s.value))
    }
  }

  private static func each(
    _ s: TokenSequence, key: (Int) -> [Float], value: (Int) -> [Float]
  ) throws -> [Float] {
    try (0..<s.count).flatMap {
      try AttentionKernels.real(s.attention(of: $0, positions: $0 + 1, key: key, value: value))
    }
  }
}
