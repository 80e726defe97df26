import Experiments
import FalsifierKit

/// Falsifiers of contracts/rope-v1.yaml that concern the cosines and sines.
final class FalsifyRoPETable: FalsifierCase {
  func testFalsifyROPE002() throws { try falsify(RoPETableExperiments.rope002) }
  func testFalsifyROPE007() throws { try falsify(RoPETableExperiments.rope007) }
}
