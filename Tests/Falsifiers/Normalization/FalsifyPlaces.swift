import Experiments
import FalsifierKit

/// Falsifiers of softmax-v1 and rmsnorm-v1 that try one thing at every place of every length.
final class FalsifyPlaces: FalsifierCase {
  func testFalsifySOFTMAX008() throws { try falsify(PlacesExperiments.softmax008) }
  func testFalsifySOFTMAX009() throws { try falsify(PlacesExperiments.softmax009) }
  func testFalsifyRMS005() throws { try falsify(PlacesExperiments.rms005) }
  func testFalsifyRMS006() throws { try falsify(PlacesExperiments.rms006) }
}
