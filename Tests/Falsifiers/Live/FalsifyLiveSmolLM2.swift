import FalsifierKit
import Traces
import XCTest

/// Falsifiers of contracts/live-smollm2-135m-v1.yaml, on the real file.
///
/// `scripts/weights smollm2-135m && PV_LIVE=smollm2-135m swift test --filter FalsifyLiveSmolLM2`
final class FalsifyLiveSmolLM2: FalsifierCase {
  private static let contract = "live-smollm2-135m-v1"
  private static let live = LiveFile(name: "smollm2-135m", file: "smollm2-135m-instruct-q4_1.gguf")
  private static let sizes = LiveCapture.Sizes(
    hidden: 576, layers: 30, heads: 9, kvHeads: 3, headDim: 64, feedForward: 1536, vocabulary: 49152, hasBias: false)
  private static let faults: [(PlantedFault, words: String)] = [
    (.swappedKHeads, "two key heads of layer 3 are exchanged"),
    (.ropePairing, "rotary pairs are halves in place of neighbors"),
    (.siluOnUp, "SiLU is applied to the up projection"),
    (.staleCacheSlot, "a slot of the cache of layer 2 keeps an earlier key"),
  ]

  func testFalsifyLIVESMOLLM2001() throws {
    try falsify("FALSIFY-LIVE-SMOLLM2-001", in: Self.contract) {
      try LiveStages.judge(
        Self.live,
        faults: Self.faults + [
          (.transposedHead, "the LM head is read as [hidden][vocabulary]"),
          (.blockScale, "a scale of one block is wrong"),
        ], $0)
    }
  }

  func testFalsifyLIVESMOLLM2002() throws {
    try falsify("FALSIFY-LIVE-SMOLLM2-002", in: Self.contract) {
      try LiveDrift.judge(Self.live, outliers: [0, 0, 0, 0, 0, 0], faults: Self.faults, $0)
    }
  }

  func testFalsifyLIVESMOLLM2003() throws {
    try falsify("FALSIFY-LIVE-SMOLLM2-003", in: Self.contract) {
      try LiveCache.judge(Self.live, splits: [[1, 1, 1, 1], [3, 1], [1, 3]], $0)
    }
  }

  func testFalsifyLIVESMOLLM2004() throws {
    try falsify("FALSIFY-LIVE-SMOLLM2-004", in: Self.contract) { try LiveIDs.judge(Self.live, $0) }
  }

  func testFalsifyLIVESMOLLM2005() throws {
    try falsify("FALSIFY-LIVE-SMOLLM2-005", in: Self.contract) {
      try LiveCapture.judge(Self.live, Self.sizes, $0)
    }
  }

  func testFalsifyLIVESMOLLM2006() throws {
    try falsify("FALSIFY-LIVE-SMOLLM2-006", in: Self.contract) {
      try LiveSpread.judge(Self.live, named: [507], in: 11...27, $0)
    }
  }
}
