/// What one falsifier measures, apart from the test that runs it: whoever runs it decides about what becomes of the
/// measurements.
public struct Experiment {
  /// As declared under `falsification_tests`.
  public let falsifier: String
  /// The contract's id.
  public let contract: String
  /// Measures.
  public let body: (Recorder) throws -> Void

  /// An experiment for a falsifier of a contract.
  public init(_ falsifier: String, in contract: String, _ body: @escaping (Recorder) throws -> Void) {
    self.falsifier = falsifier
    self.contract = contract
    self.body = body
  }
}
