import Experiments
import FalsifierKit

/// Falsifiers of contracts/codebook-dequant-v1.yaml.
final class FalsifyCodeBooks: FalsifierCase {
  func testFalsifyCODEBOOK001() throws { try falsify(CodeBooksExperiments.codebook001) }
  func testFalsifyCODEBOOK002() throws { try falsify(CodeBooksExperiments.codebook002) }
  func testFalsifyCODEBOOK003() throws { try falsify(CodeBooksExperiments.codebook003) }
  func testFalsifyCODEBOOK004() throws { try falsify(CodeBooksExperiments.codebook004) }
  func testFalsifyCODEBOOK005() throws { try falsify(CodeBooksExperiments.codebook005) }
}
