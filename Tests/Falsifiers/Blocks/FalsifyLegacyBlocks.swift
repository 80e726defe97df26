import Experiments
import FalsifierKit

/// Falsifiers of contracts/legacy-dequant-v1.yaml.
final class FalsifyLegacyBlocks: FalsifierCase {
  func testFalsifyLEGACY001() throws { try falsify(LegacyBlocksExperiments.legacy001) }
  func testFalsifyLEGACY002() throws { try falsify(LegacyBlocksExperiments.legacy002) }
  func testFalsifyLEGACY003() throws { try falsify(LegacyBlocksExperiments.legacy003) }
  func testFalsifyLEGACY004() throws { try falsify(LegacyBlocksExperiments.legacy004) }
  func testFalsifyLEGACY005() throws { try falsify(LegacyBlocksExperiments.legacy005) }
  func testFalsifyLEGACY006() throws { try falsify(LegacyBlocksExperiments.legacy006) }
  func testFalsifyLEGACY007() throws { try falsify(LegacyBlocksExperiments.legacy007) }
}
