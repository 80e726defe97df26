import Experiments
import FalsifierKit

/// Falsifiers of contracts/f32-dot-v1.yaml.
final class FalsifyDot: FalsifierCase {
  func testFalsifyDOT001() throws { try falsify(DotExperiments.dot001) }
  func testFalsifyDOT003() throws { try falsify(DotExperiments.dot003(beside: OpenBLAS.dot)) }
  func testFalsifyDOT002() throws { try falsify(DotExperiments.dot002) }
  func testFalsifyFFNGGUF006() throws { try falsify(DotExperiments.ffngguf006) }
  func testFalsifyDOT004() throws { try falsify(DotExperiments.dot004) }
}
