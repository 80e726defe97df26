import Experiments
import FalsifierKit

/// Falsifiers of contracts/rmsnorm-v1.yaml.
final class FalsifyRMSNorm: FalsifierCase {
  func testFalsifyRMS001() throws { try falsify(RMSNormExperiments.rms001) }
  func testFalsifyRMS003() throws { try falsify(RMSNormExperiments.rms003) }
  func testFalsifyRMS002() throws { try falsify(RMSNormExperiments.rms002) }
  func testFalsifyRMS004() throws { try falsify(RMSNormExperiments.rms004) }
}
