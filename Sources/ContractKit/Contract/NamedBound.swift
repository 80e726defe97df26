/// A bound function as a check names it: the bound of the error of each element that `outside_bound` and `bound_ratio`
/// compare with.
public struct NamedBound: Equatable, Sendable {
  /// One of docs/bounds.md, or of a package's own with a `.` in its name.
  public var function: String
  /// That of the function.
  public var version: Int
  /// All that the function takes.
  public var parameters: [String: Int]

  /// A bound function with its parameters.
  public init(function: String, version: Int, parameters: [String: Int] = [:]) {
    self.function = function
    self.version = version
    self.parameters = parameters
  }

  /// The metrics that are relative to a bound.
  static let metrics: Set<String> = ["outside_bound", "bound_ratio"]

  /// Whether a metric, `[SUBJECT.]METRIC`, is relative to a bound.
  public static func isNeeded(by metric: String) -> Bool { metrics.contains(MetricName.component(of: metric)) }

  /// The form in claims and in evidence.
  var json: JSON {
    .object([
      "function": .string(function), "version": .integer(version),
      "parameters": .object(parameters.mapValues(JSON.integer)),
    ])
  }

  init(_ members: Members) throws {
    try members.allow(["function", "version", "parameters"])
    self.init(
      function: try members.string("function"), version: try members.integer("version"),
      parameters: try members.object("parameters").mapValues { try $0.asInteger("parameters") })
  }
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

extension Check {
  /// The condition in symbols, with the bound that it is about, such as `≤ 1 by dot_fma_lanes/1 (lanes 64)`.
  public var demand: String { condition.symbol + (bound.isEmpty ? "" : " by \(bound.text)") }

  /// What is measured: the metric without its last part; empty where there is one thing only.
  public var subject: String { MetricName.subject(of: metric.value) }
}
