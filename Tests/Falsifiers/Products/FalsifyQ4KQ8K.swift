import Experiments
import FalsifierKit

/// Falsifiers of the kernels in contracts/q4k-q8k-dot-v1.yaml; those of published figures are in
/// FalsifyQuantizedPaths.
final class FalsifyQ4KQ8K: FalsifierCase {
  func testFalsifyQ4KQ8K001() throws { try falsify(Q4KQ8KExperiments.q4kq8k001) }
  func testFalsifyQ4KQ8K002() throws { try falsify(Q4KQ8KExperiments.q4kq8k002) }
  func testFalsifyQ4KQ8K004() throws { try falsify(Q4KQ8KExperiments.q4kq8k004) }
  func testFalsifyQ4KQ8K003() throws { try falsify(Q4KQ8KExperiments.q4kq8k003) }
}
