import Experiments
import FalsifierKit

/// Falsifiers of contracts/rope-scaling-v1.yaml.
final class FalsifyRoPEScaling: FalsifierCase {
  func testFalsifyROPESCALING001() throws { try falsify(RoPEScalingExperiments.ropescaling001) }
  func testFalsifyROPESCALING002() throws { try falsify(RoPEScalingExperiments.ropescaling002) }
}
