import Experiments
import FalsifierKit

/// Falsifiers of the published experiments in contracts/q4k-q8k-dot-v1.yaml: dequantized weights
/// against quantized activations.
final class FalsifyQuantizedPaths: FalsifierCase {
  func testFalsifyFFNGGUF008() throws { try falsify(QuantizedPathsExperiments.ffngguf008) }
  func testFalsifyFFNGGUF010() throws { try falsify(QuantizedPathsExperiments.ffngguf010) }
  func testFalsifyFFNGGUF009() throws { try falsify(QuantizedPathsExperiments.ffngguf009) }
  func testFalsifyFFNGGUF013() throws { try falsify(QuantizedPathsExperiments.ffngguf013) }
}
