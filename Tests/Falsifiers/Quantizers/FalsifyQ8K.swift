import Experiments
import FalsifierKit

/// Falsifiers of contracts/q8k-quantize-v1.yaml.
final class FalsifyQ8K: FalsifierCase {
  func testFalsifyQ8K001() throws { try falsify(Q8KExperiments.q8k001) }
  func testFalsifyQ8K002() throws { try falsify(Q8KExperiments.q8k002) }
  func testFalsifyQ8K003() throws { try falsify(Q8KExperiments.q8k003) }
  func testFalsifyQ8K004() throws { try falsify(Q8KExperiments.q8k004) }
  func testFalsifyQ8K005() throws { try falsify(Q8KExperiments.q8k005) }
}
