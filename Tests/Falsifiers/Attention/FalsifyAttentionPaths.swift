import Experiments
import FalsifierKit

/// Falsifiers of contracts/gqa-attention-v1.yaml: that every way to compute attention is the same.
final class FalsifyAttentionPaths: FalsifierCase {
  func testFalsifyGQA006() throws { try falsify(AttentionPathsExperiments.gqa006) }
  func testFalsifyGQA007() throws { try falsify(AttentionPathsExperiments.gqa007) }
  func testFalsifyGQA008() throws { try falsify(AttentionPathsExperiments.gqa008) }
  func testFalsifyGQA009() throws { try falsify(AttentionPathsExperiments.gqa009) }
  func testFalsifyGQA010() throws { try falsify(AttentionPathsExperiments.gqa010(beside: OpenBLAS.matVec)) }
}
