import Experiments
import FalsifierKit

/// Falsifiers of contracts/gelu-v1.yaml.
final class FalsifyGELU: FalsifierCase {
  func testFalsifyGELU001() throws { try falsify(GELUExperiments.gelu001) }
  func testFalsifyGELU002() throws { try falsify(GELUExperiments.gelu002) }
  func testFalsifyGELU003() throws { try falsify(GELUExperiments.gelu003) }
  func testFalsifyGELU004() throws { try falsify(GELUExperiments.gelu004) }
  func testFalsifyGELU005() throws { try falsify(GELUExperiments.gelu005) }
}
