import ContractKit
import Metrics

@testable import Measuring

extension NamedBounds {
  /// Bounds that are given as they are, as the array `bound`, of these subjects.
  static func given(_ subjects: String...) -> NamedBounds {
    let call = NamedBound(function: "tests.given", version: 1)
    var bounds = NamedBounds(
      falsifier: "FALSIFY-A-001",
      Dictionary(uniqueKeysWithValues: (subjects.isEmpty ? [""] : subjects).map { ($0, [call]) }))
    bounds.own = [
      BoundFunction(
        "tests.given", version: 1, arguments: [.init("bound", "the bounds")], statement: "bound", derivation: "given",
        source: "the test"
      ) { try $0.elements("bound") }
    ]
    return bounds
  }
}
