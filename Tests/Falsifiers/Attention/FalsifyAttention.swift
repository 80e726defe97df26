import Experiments
import FalsifierKit

/// Falsifiers of contracts/gqa-attention-v1.yaml: what attention computes.
final class FalsifyAttention: FalsifierCase {
  func testFalsifyGQA001() throws { try falsify(AttentionExperiments.gqa001) }
  func testFalsifyGQA002() throws { try falsify(AttentionExperiments.gqa002) }
  func testFalsifyGQA003() throws { try falsify(AttentionExperiments.gqa003) }
  func testFalsifyGQA004() throws { try falsify(AttentionExperiments.gqa004) }
  func testFalsifyGQA005() throws { try falsify(AttentionExperiments.gqa005) }
}
