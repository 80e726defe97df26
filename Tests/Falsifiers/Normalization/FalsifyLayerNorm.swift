import Experiments
import FalsifierKit

/// Falsifiers of contracts/layernorm-v1.yaml.
final class FalsifyLayerNorm: FalsifierCase {
  func testFalsifyLAYERNORM001() throws { try falsify(LayerNormExperiments.layernorm001) }
  func testFalsifyLAYERNORM002() throws { try falsify(LayerNormExperiments.layernorm002) }
  func testFalsifyLAYERNORM003() throws { try falsify(LayerNormExperiments.layernorm003) }
}
