import Experiments
import FalsifierKit

/// Falsifiers of contracts/swiglu-v1.yaml.
final class FalsifyActivation: FalsifierCase {
  func testFalsifySWIGLU001() throws { try falsify(ActivationExperiments.swiglu001) }
  func testFalsifySWIGLU002() throws { try falsify(ActivationExperiments.swiglu002) }
  func testFalsifySWIGLU003() throws { try falsify(ActivationExperiments.swiglu003) }
  func testFalsifySWIGLU004() throws { try falsify(ActivationExperiments.swiglu004) }
  func testFalsifySWIGLU005() throws { try falsify(ActivationExperiments.swiglu005) }
  func testFalsifySWIGLU006() throws { try falsify(ActivationExperiments.swiglu006) }
}
