import Measuring
import Kernels

/// A fixture for the layout of weights, with the product to try it with: can it tell a kernel that
/// reads the weight transposed?
struct MatVecTrial {
  let fixture: MatVecCase
  var product: MatVecKernel = MatVecCase.real

  /// What a kernel gives that reads the fixture transposed.
  func misread() throws -> [Float] { try product(fixture.readAsTransposed) }

  /// What it should give.
  func right() throws -> [Float] { try product(fixture) }
}

extension MatVecCase {
  /// The same weights, indexed as [columns][rows]: the fault behind the whole published investigation.
  var readAsTransposed: MatVecCase {
    var misread = self
    misread.weights = weights.indices.map { weights[$0 % columns * rows + $0 / columns] }
    return misread
  }
}

/// Other fixtures than the one on trial: a claim about a fixture must not hold for them.
enum MatVecTrials {
  static let oneWeightChanged: Mutant<MatVecTrial> = {
    var fixture = MatVecCase.symmetric(96)
    fixture.weights[1] += 0.1
    return Mutant(
      "one_weight_changed", "one weight of the symmetric fixture differs from its mirror image",
      MatVecTrial(fixture: fixture))
  }()

  static func random(_ square: MatVecCase) -> Mutant<MatVecTrial> {
    Mutant("random_square", "the square fixture is not symmetric", MatVecTrial(fixture: square))
  }

  static let symmetric = Mutant(
    "symmetric_square", "the square fixture is symmetric", MatVecTrial(fixture: .symmetric(96)))

  static let nearlyEqualWeights: Mutant<MatVecTrial> = {
    let x = (0..<96).map { Float($0 % 11) - 3 }
    let weights = (0..<1024 * 96).map { 1 + Float($0 % 5) / 64 }
    return Mutant(
      "nearly_equal_weights", "the weights of the tall fixture lie between 1 and 1.07",
      MatVecTrial(fixture: MatVecCase(weights: weights, rows: 1024, columns: 96, x: x)))
  }()
}
