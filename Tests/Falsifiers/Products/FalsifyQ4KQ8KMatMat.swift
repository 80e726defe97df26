import Experiments
import FalsifierKit

/// The falsifier of mat_mat in contracts/q4k-q8k-dot-v1.yaml.
final class FalsifyQ4KQ8KMatMat: FalsifierCase {
  func testFalsifyQ4KQ8K005() throws { try falsify(Q4KQ8KMatMatExperiments.q4kq8k005) }
}
