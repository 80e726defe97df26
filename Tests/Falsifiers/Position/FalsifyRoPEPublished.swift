import Experiments
import FalsifierKit

/// The published falsifier of contracts/rope-v1.yaml, and what it cannot see.
final class FalsifyRoPEPublished: FalsifierCase {
  func testFalsifyFFNGGUF012() throws { try falsify(RoPEPublishedExperiments.ffngguf012) }
}
