import BigInt

extension CheckedRule {
  static let bitsPerWeight = Rule(
    "bits-per-weight", .contract, .strict,
    reason: "if the stated bits per weight contradict the size of a block, a kernel can follow only one of the two",
    details: """
      This rule applies to a mapping that has `bits_per_weight` and also states, each under one of the keys in \
      parentheses, the number of bytes in a block (`superblock_bytes`, `block_bytes`, `bytes_per_superblock`, \
      `bytes_per_block`) and the number of weights in the block (`elements_per_superblock`, `elements_per_block`, \
      `weights_per_block`, `superblock_size`, `block_size`). The bits per weight must be exactly eight times the \
      number of bytes divided by the number of weights. The bytes include those of the block's scales.
      """,
    failing: RuleExample(
      """
      formats:
        Q4_0:
          elements_per_superblock: 32
          superblock_bytes: 18
          bits_per_weight: ⟪4.0⟫

      """),
    passing: RuleExample(
      """
      formats:
        Q4_0:
          elements_per_superblock: 32
          superblock_bytes: 18
          bits_per_weight: 4.5

      """)
  ).inContract { context in
    context.mappings(with: "bits_per_weight").compactMap { mapping in
      func first<Value>(_ keys: [String], _ read: (String) -> Value?) -> Value? {
        keys.lazy.compactMap { mapping[$0]?.text }.first.flatMap(read)
      }
      guard let written = mapping["bits_per_weight"], let text = written.text, let bits = ExactDecimal(text),
        let bytes = first(bytesOfABlock, { Int($0) }), let elements = first(elementsOfABlock, { Int($0) }),
        (1...1 << 32).contains(bytes), (1...1 << 32).contains(elements)
      else { return nil }
      let ratio = Fraction(BigInt(8 * bytes), over: BigInt(elements))
      guard bits.fraction != ratio else { return nil }
      return Finding(
        context.range(written),
        "`bits_per_weight` is \(text), but \(bytes) bytes for \(elements) weights are "
          + "\(DecimalDisplay.text(Double(8 * bytes) / Double(elements), significantDigits: 7))",
        help: "fix the one that is wrong")
    }
  }

  private static let bytesOfABlock = ["superblock_bytes", "block_bytes", "bytes_per_superblock", "bytes_per_block"]

  private static let elementsOfABlock = [
    "elements_per_superblock", "elements_per_block", "weights_per_block", "superblock_size", "block_size",
  ]
}
