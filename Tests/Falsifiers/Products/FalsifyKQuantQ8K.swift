import Experiments
import FalsifierKit

/// Falsifiers of contracts/kquant-q8k-dot-v1.yaml.
final class FalsifyKQuantQ8K: FalsifierCase {
  func testFalsifyKQ8K001() throws { try falsify(KQuantQ8KExperiments.kq8k001) }
  func testFalsifyKQ8K002() throws { try falsify(KQuantQ8KExperiments.kq8k002) }
  func testFalsifyKQ8K003() throws { try falsify(KQuantQ8KExperiments.kq8k003) }
}
