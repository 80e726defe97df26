import FalsifierKit
import Traces
import XCTest

/// Falsifiers of contracts/live-qwen2.5-coder-1.5b-v1.yaml, on the real file: minutes each.
///
/// `scripts/weights qwen2.5-coder-1.5b && PV_LIVE=qwen2.5-coder-1.5b swift test --filter FalsifyLiveQwen15`
final class FalsifyLiveQwen15: FalsifierCase {
  private static let contract = "live-qwen2.5-coder-1.5b-v1"
  private static let live = LiveFile(
    name: "qwen2.5-coder-1.5b", file: "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf")
  private static let sizes = LiveCapture.Sizes(
    hidden: 1536, layers: 28, heads: 12, kvHeads: 2, headDim: 128, feedForward: 8960, vocabulary: 151_936)
  private static let faults: [(PlantedFault, words: String)] = [
    (.swappedKHeads, "two key heads of layer 3 are exchanged"),
    (.ropePairing, "rotary pairs are neighbors in place of halves"),
    (.siluOnUp, "SiLU is applied to the up projection"),
    (.missingBias, "layer 1 has no QKV bias"),
    (.staleCacheSlot, "a slot of the cache of layer 2 keeps an earlier key"),
  ]

  func testFalsifyLIVEQWEN15001() throws {
    try falsify("FALSIFY-LIVE-QWEN15-001", in: Self.contract) {
      try LiveStages.judge(
        Self.live,
        faults: Self.faults + [
          (.transposedHead, "the LM head is read as [hidden][vocabulary]"),
          (.blockScale, "a scale of one block is wrong"),
        ], $0)
    }
  }

  func testFalsifyLIVEQWEN15002() throws {
    try falsify("FALSIFY-LIVE-QWEN15-002", in: Self.contract) {
      // In "1 2 3 4 5 6" the blank after the first digit takes what elsewhere the first position does.
      try LiveDrift.judge(Self.live, outliers: [0, 0, 0, 0, 1, 0], faults: Self.faults, $0)
    }
  }

  func testFalsifyLIVEQWEN15003() throws {
    try falsify("FALSIFY-LIVE-QWEN15-003", in: Self.contract) {
      try LiveCache.judge(Self.live, splits: [[1, 1, 1], [2, 1]], $0)
    }
  }

  func testFalsifyLIVEQWEN15004() throws {
    try falsify("FALSIFY-LIVE-QWEN15-004", in: Self.contract) { try LiveIDs.judge(Self.live, $0) }
  }

  func testFalsifyLIVEQWEN15005() throws {
    try falsify("FALSIFY-LIVE-QWEN15-005", in: Self.contract) { try LiveCapture.judge(Self.live, Self.sizes, $0) }
  }

  func testFalsifyLIVEQWEN15006() throws {
    try falsify("FALSIFY-LIVE-QWEN15-006", in: Self.contract) {
      try LiveSpread.judge(Self.live, named: [408, 520, 940], in: 2...22, $0)
    }
  }
}
