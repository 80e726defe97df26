import Experiments
import FalsifierKit

/// Falsifiers of contracts/matvec-layout-v1.yaml.
final class FalsifyMatVec: FalsifierCase {
  func testFalsifyMATVEC001() throws { try falsify(MatVecExperiments.matvec001) }
  func testFalsifyMATVEC002() throws { try falsify(MatVecExperiments.matvec002) }
  func testFalsifyMATVEC003() throws { try falsify(MatVecExperiments.matvec003) }
  func testFalsifyMATVEC006() throws { try falsify(MatVecExperiments.matvec006) }
  func testFalsifyMATVEC004() throws { try falsify(MatVecExperiments.matvec004(beside: OpenBLAS.matVec)) }
  func testFalsifyFFNGGUF005() throws { try falsify(MatVecExperiments.ffngguf005) }
}
