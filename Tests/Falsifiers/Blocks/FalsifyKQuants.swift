import Experiments
import FalsifierKit

/// Falsifiers of contracts/kquant-dequant-v1.yaml.
final class FalsifyKQuants: FalsifierCase {
  func testFalsifyKQUANT001() throws { try falsify(KQuantsExperiments.kquant001) }
  func testFalsifyKQUANT002() throws { try falsify(KQuantsExperiments.kquant002) }
  func testFalsifyKQUANT003() throws { try falsify(KQuantsExperiments.kquant003) }
  func testFalsifyKQUANT004() throws { try falsify(KQuantsExperiments.kquant004) }
  func testFalsifyKQUANT005() throws { try falsify(KQuantsExperiments.kquant005) }
  func testFalsifyKQUANT006() throws { try falsify(KQuantsExperiments.kquant006) }
}
