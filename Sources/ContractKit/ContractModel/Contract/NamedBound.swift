/// A bound function as a check names it: the bound of the error of each element that `outside_bound` and `bound_ratio`
/// compare with.
public struct NamedBound: Equatable, Sendable {
  /// One of docs/bounds.md, or of a package's own with a `.` in its name.
  public var function: String
  /// That of the function.
  public var version: Int
  /// All that the function takes.
  package var parameters: [String: Int]

  /// A bound function with its parameters.
  public init(function: String, version: Int, parameters: [String: Int] = [:]) {
    self.function = function
    self.version = version
    self.parameters = parameters
  }

  /// The metrics that are relative to a bound.
  static let metrics: Set<String> = ["outside_bound", "bound_ratio"]

  /// Whether a metric, `[SUBJECT.]METRIC`, is relative to a bound.
  package static func isNeeded(by metric: String) -> Bool { metrics.contains(MetricName.component(of: metric)) }
}

extension NamedBound: CustomStringConvertible {
  /// Such as `dot_fma_lanes/1 (lanes 64)`.
  public var description: String {
    let list = parameters.keys.sorted(by: Files.utf8Order).map { "\($0) \(parameters[$0]!)" }.joined(separator: ", ")
    return "\(function)/\(version)" + (list.isEmpty ? "" : " (\(list))")
  }
}

extension [NamedBound] {
  /// All of them, whose sum is the bound.
  public var text: String { map(\.description).joined(separator: " + ") }
}
