import Experiments
import FalsifierKit

/// Falsifiers of contracts/q4k-dequant-v1.yaml.
final class FalsifyQ4K: FalsifierCase {
  func testFalsifyFFNGGUF007() throws { try falsify(Q4KExperiments.ffngguf007) }
  func testFalsifyQ4K001() throws { try falsify(Q4KExperiments.q4k001) }
  func testFalsifyQ4K003() throws { try falsify(Q4KExperiments.q4k003) }
  func testFalsifyQ4K002() throws { try falsify(Q4KExperiments.q4k002) }
}
