import ContractKit
import Metrics

/// The bounds that a falsifier's checks name, by subject, and the functions that they mean.
struct NamedBounds {
  private let bySubject: [String: [NamedBound]]
  private let falsifier: String
  /// Those of the falsifier's own package.
  var own: [BoundFunction] = []

  init(_ falsifier: Falsifier) {
    self.init(
      falsifier: falsifier.id.value,
      Dictionary(falsifier.checks.filter { !$0.bound.isEmpty }.map { ($0.subject, $0.bound) }) { first, _ in first })
  }

  init(falsifier: String = "", _ bySubject: [String: [NamedBound]] = [:]) {
    self.falsifier = falsifier
    self.bySubject = bySubject
  }

  /// What the contract names for a subject.
  ///
  /// - Throws: `FalsifierError.boundMissing`.
  func functions(of subject: String) throws -> [NamedBound] {
    guard let named = bySubject[subject] else { throw FalsifierError.boundMissing(subject, falsifier: falsifier) }
    return named
  }

  /// The bound of each element: the sum of all that are named for the subject, in their order.
  ///
  /// - Throws: `FalsifierError` where a name, a version, a parameter or an array is not what it must be.
  func evaluate(
    _ subject: String, _ arguments: BoundArguments, actual: Sample, expected: Sample
  ) throws -> [Double] {
    let parts = try functions(of: subject).map { named -> [Double] in
      guard let function = BoundFunction.named(named.function, among: own) else {
        throw FalsifierError.boundUnknown(named.function, falsifier: falsifier, known: own.map(\.name))
      }
      guard function.version == named.version else {
        throw FalsifierError.boundVersion(
          named.function, falsifier: falsifier, named: named.version, known: function.version)
      }
      do { return try function.bounds(named.parameters, arguments, actual: actual, expected: expected) } catch {
        throw FalsifierError.bound(subject, falsifier: falsifier, reason: "\(error)")
      }
    }
    return parts.dropFirst().reduce(parts[0]) { sum, part in zip(sum, part).map { $0 + $1 } }
  }
}
