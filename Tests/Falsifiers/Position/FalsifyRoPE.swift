import Experiments
import FalsifierKit

/// Falsifiers of contracts/rope-v1.yaml that concern the rotation.
final class FalsifyRoPE: FalsifierCase {
  func testFalsifyROPE001() throws { try falsify(RoPEExperiments.rope001) }
  func testFalsifyROPE003() throws { try falsify(RoPEExperiments.rope003) }
  func testFalsifyROPE004() throws { try falsify(RoPEExperiments.rope004) }
  func testFalsifyROPE005() throws { try falsify(RoPEExperiments.rope005) }
  func testFalsifyROPE006() throws { try falsify(RoPEExperiments.rope006) }
}
