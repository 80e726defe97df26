import FalsifierKit
import XCTest

/// Falsifiers of contracts/live-qwen2.5-coder-0.5b-v1.yaml, on the real file; 2.5 GB of temporary files.
///
/// `scripts/weights qwen2.5-coder-0.5b && PV_LIVE=qwen2.5-coder-0.5b swift test --filter FalsifyLiveQwen05`
final class FalsifyLiveQwen05: FalsifierCase {
  private static let contract = "live-qwen2.5-coder-0.5b-v1"
  private static let live = LiveFile(
    name: "qwen2.5-coder-0.5b", file: "qwen2.5-coder-0.5b-instruct-q4_k_m.gguf")

  func testFalsifyLIVEQWEN05001() throws {
    try falsify("FALSIFY-LIVE-QWEN05-001", in: Self.contract) { try LiveFormats.judge(Self.live, $0) }
  }

  func testFalsifyLIVEQWEN05002() throws {
    try falsify("FALSIFY-LIVE-QWEN05-002", in: Self.contract) { try LiveIDs.judge(Self.live, $0) }
  }
}
