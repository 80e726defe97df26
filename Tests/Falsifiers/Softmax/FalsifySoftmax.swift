import Experiments
import FalsifierKit

/// Falsifiers of contracts/softmax-v1.yaml but for the published drift.
final class FalsifySoftmax: FalsifierCase {
  func testFalsifySOFTMAX001() throws { try falsify(SoftmaxExperiments.softmax001) }
  func testFalsifySOFTMAX003() throws { try falsify(SoftmaxExperiments.softmax003) }
  func testFalsifySOFTMAX002() throws { try falsify(SoftmaxExperiments.softmax002) }
  func testFalsifySOFTMAX004() throws { try falsify(SoftmaxExperiments.softmax004) }
  func testFalsifySOFTMAX005() throws { try falsify(SoftmaxExperiments.softmax005) }
  func testFalsifySOFTMAX006() throws { try falsify(SoftmaxExperiments.softmax006) }
  func testFalsifySOFTMAX007() throws { try falsify(SoftmaxExperiments.softmax007) }
}
