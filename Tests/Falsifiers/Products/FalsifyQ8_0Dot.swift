import Experiments
import FalsifierKit

/// Falsifiers of contracts/q8_0-dot-v1.yaml.
final class FalsifyQ8_0Dot: FalsifierCase {
  func testFalsifyQ80DOT001() throws { try falsify(Q8_0DotExperiments.q80dot001) }
  func testFalsifyQ80DOT002() throws { try falsify(Q8_0DotExperiments.q80dot002) }
  func testFalsifyQ80DOT003() throws { try falsify(Q8_0DotExperiments.q80dot003) }
}
