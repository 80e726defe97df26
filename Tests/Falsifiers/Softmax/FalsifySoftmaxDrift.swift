import Experiments
import FalsifierKit

/// The published drift of softmax: FALSIFY-FFN-GGUF-011 of contracts/softmax-v1.yaml.
final class FalsifySoftmaxDrift: FalsifierCase {
  func testFalsifyFFNGGUF011() throws { try falsify(SoftmaxDriftExperiments.ffngguf011) }
}
