import Experiments
import FalsifierKit

/// Falsifiers of contracts/q8_0-quantize-v1.yaml.
final class FalsifyQ8_0: FalsifierCase {
  func testFalsifyQ80001() throws { try falsify(Q8_0Experiments.q80001) }
  func testFalsifyQ80002() throws { try falsify(Q8_0Experiments.q80002) }
  func testFalsifyQ80003() throws { try falsify(Q8_0Experiments.q80003) }
  func testFalsifyQ80004() throws { try falsify(Q8_0Experiments.q80004) }
}
