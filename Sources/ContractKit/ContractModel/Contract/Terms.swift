import Metrics

/// What contracts can name besides one another: operations, classes of faults, and metrics.
///
/// Ours are ``builtIn``; a project adds its own under `operations`, `faults` and `metrics` in pv.yaml. Whatever is judged
/// is judged by one of these values.
public final class Terms: Sendable {
  /// A metric that a check can name.
  public struct Metric: Sendable, Equatable {
    /// As contracts spell it, without a subject.
    public let name: String
    /// What it measures, in one clause; empty for ours, which docs/metrics.md describes.
    public let meaning: String
    /// What holds of its values.
    package let traits: MetricTraits

    /// A metric.
    public init(_ name: String, meaning: String = "", _ traits: MetricTraits) {
      self.name = name
      self.meaning = meaning
      self.traits = traits
    }
  }

  /// The kinds of terms that a key of a contract can hold.
  public enum Kind: Sendable {
    case operation, faultClass

    /// One of the kind, as a message calls it.
    package var name: String {
      switch self {
      case .operation: "an operation"
      case .faultClass: "a class of faults"
      }
    }
  }

  /// Ours first, then the project's in the order of pv.yaml.
  package let operations: [Operation]
  /// Ours first, then the project's in the order of pv.yaml.
  package let faultClasses: [FaultClass]
  /// Ours first, then the project's in the order of pv.yaml.
  package let metrics: [Metric]
  private let positions: (operations: [String: Int], faultClasses: [String: Int], metrics: [String: Int])

  /// Ours alone: of a contract without a project.
  public static let builtIn = Terms(
    operations: Operation.builtIn, faultClasses: FaultClass.builtIn,
    metrics: MetricTable.all.map { Metric($0.name, $0.traits) })

  private init(operations: [Operation], faultClasses: [FaultClass], metrics: [Metric]) {
    (self.operations, self.faultClasses, self.metrics) = (operations, faultClasses, metrics)
    func positions(_ names: some Sequence<String>) -> [String: Int] {
      Dictionary(zip(names, 0...)) { first, _ in first }
    }
    self.positions = (
      positions(operations.lazy.map(\.name)), positions(faultClasses.lazy.map(\.name)),
      positions(metrics.lazy.map(\.name))
    )
  }

  /// Ours and a project's own, whose names are others.
  package func adding(
    operations: [Operation] = [], faultClasses: [FaultClass] = [], metrics: [Metric] = []
  ) -> Terms {
    if operations.isEmpty, faultClasses.isEmpty, metrics.isEmpty { return self }
    return Terms(
      operations: self.operations + operations, faultClasses: self.faultClasses + faultClasses,
      metrics: self.metrics + metrics)
  }

  /// The operation with a name; nil where there is none.
  public func operation(_ name: String) -> Operation? { positions.operations[name].map { operations[$0] } }

  /// The class of faults with a name; nil where there is none.
  package func faultClass(_ name: String) -> FaultClass? { positions.faultClasses[name].map { faultClasses[$0] } }

  /// What `[SUBJECT.]METRIC` measures; nil where its last part is no metric.
  public func metric(_ name: String) -> Metric? {
    positions.metrics[MetricName.component(of: name)].map { metrics[$0] }
  }

  /// The names of a kind, in order.
  public func names(_ kind: Kind) -> [String] {
    switch kind {
    case .operation: operations.map(\.name)
    case .faultClass: faultClasses.map(\.name)
    }
  }

  /// Whether a kind has a name.
  package func contains(_ name: String, _ kind: Kind) -> Bool {
    switch kind {
    case .operation: positions.operations[name] != nil
    case .faultClass: positions.faultClasses[name] != nil
    }
  }
}
