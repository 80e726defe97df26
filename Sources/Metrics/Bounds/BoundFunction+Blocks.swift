extension BoundFunction {
  /// Of values that are quantized with a scale of binary32.
  static let q8K = BoundFunction(
    "q8_k_dequantized", version: 1, arguments: [.scale], statement: "|scale| (1/2 + 2^-15)",
    derivation: """
      For a block whose scale is a normal number: half a step for the integer, plus three roundings (of the scale, its \
      reciprocal and the product) of a quotient of at most 127, which move it by less than 3 127 2^-24 (1 + 2^-20) < \
      2^-15 steps.
      """,
    source: "contracts/q8k-quantize-v1.yaml"
  ) { x in
    try x.map("scale") { abs($0) * (0.5 + 0x1p-15) }
  }

  /// Of values that are quantized with a scale that is rounded to binary16.
  static let q8_0 = BoundFunction(
    "q8_0_dequantized", version: 1, arguments: [.scale], statement: "|scale| (1/2 + 127 2^-11 + 2^-15)",
    derivation: """
      As in q8_k_dequantized, plus the rounding of the scale itself to 11 bits, multiplied by 127; for a block whose \
      scale is a normal binary16 number. In the bound, the scale is the one before rounding.
      """,
    source: "contracts/q8_0-quantize-v1.yaml"
  ) { x in
    try x.map("scale") { abs($0) * (0.5 + 127 * 0x1p-11 + 0x1p-15) }
  }

  /// Of weights that are encoded in Q4_K.
  static let q4K = BoundFunction(
    "q4_k_decoded", version: 1, arguments: [.init("step", "d sc of the sub-block, as encoded")],
    statement: "step/2 + 2^-40 step + 2^-23 |decoded|",
    derivation: "Half a step, the rounding of the encoder's own quotient, and the rounding of the decoded weight.",
    source: "contracts/q4k-encode-v1.yaml"
  ) { x in
    zip(try x.elements("step"), x.actualValues).map { $0 / 2 + $0 * 0x1p-40 + abs($1) * 0x1p-23 }
  }

  /// Of a product of blocks and quantized activations, summed in chains.
  static let blockProduct = BoundFunction(
    "block_product", version: 1,
    parameters: [.init("chains", "how many blocks are added side by side", in: 1...64, isPowerOfTwo: true)],
    arguments: [
      .blocks, .init("magnitude", "sum over blocks of |d s S| + |m s M|"),
      .init("integers", "sum over blocks of |S| + |M| + 2"),
    ],
    statement: "gamma(ceil(B / chains) + 4) sum(|d s S| + |m s M|) + sum(|S| + |M| + 2) 2^-149",
    derivation: """
      S and M are the integer sums of a block, d and m its factors, and s the scale of the activations. Blocks of 256 \
      are summed in two chains, and a term is rounded at most ceil(B/2) + 4 times: once in d s, once when S becomes a \
      float, ceil(B/2) times in fused steps, once when the chains are added, and once in the difference. Blocks of 32 \
      are summed in four chains, and a term is rounded at most ceil(B/4) + 4 times: once in d s, ceil(B/4) times in \
      fused steps, twice when the chains are folded, and once in the last sum. Their S is at most 2^19, which a float \
      holds exactly. Underflow: a subnormal d s is off by at most 2^-150, and is multiplied by S or M; a subnormal \
      result of a fused step is off by 2^-150 more. 2^-149 times |S| + |M| + 2 covers both.
      """,
    source: "contracts/q4k-q8k-dot-v1.yaml, contracts/kquant-q8k-dot-v1.yaml, contracts/q8_0-dot-v1.yaml"
  ) { x in
    let chains = x.parameter("chains")
    return try x.map("blocks", "magnitude", "integers") { blocks, magnitude, integers in
      Rounding.gamma((Int(blocks) + chains - 1) / chains + 4) * magnitude + integers * Rounding.smallest
    }
  }

  /// Of the published order of that product, sub-block by sub-block.
  static let publishedBlockProduct = BoundFunction(
    "published_block_product", version: 1,
    arguments: [
      .blocks, .init("sub_block_magnitude", "sum over sub-blocks of |d s sc sum(q q8)| + |dmin s m sum(q8)|"),
    ],
    statement: "gamma(8 B + 3) sum(|d s sc sum(q q8)| + |dmin s m sum(q8)|) + 8 B 65600 2^-149",
    derivation: """
      A term is rounded at most 8 B + 3 times: once when d sc, which is exact, is multiplied by s, once in the product \
      with the integer, once in the difference, and at most 8 B times in sums. A sub-block has two such factors. Each \
      that underflows is off by at most 2^-150, and the integers that multiply them are at most 32 * 15 * 128 and 32 * \
      128, together 65536. 65600 2^-149 for each of the 8 B sub-blocks covers this.
      """,
    source: "contracts/q4k-q8k-dot-v1.yaml"
  ) { x in
    try x.map("blocks", "sub_block_magnitude") {
      Rounding.gamma(8 * Int($0) + 3) * $1 + 8 * $0 * 65600 * Rounding.smallest
    }
  }
}

extension BoundFunction.Argument {
  fileprivate static let scale = Self("scale", "the scale of each element's block")
  fileprivate static let blocks = Self("blocks", "B, the number of blocks of a row")
}
