import Metrics

/// What a term of contracts means, for people: `pv explain`.
package enum TermText {
  /// One text for each operation, class of faults or metric of a name; none where nothing has it.
  package static func explanations(_ name: String, _ terms: Terms) -> [String] {
    [
      terms.operation(name).map { operation($0, terms) }, terms.faultClass(name).map { faultClass($0, terms) },
      name.contains(".") ? nil : terms.metric(name).map(metric),
    ].compactMap(\.self)
  }

  private static func operation(_ operation: Operation, _ terms: Terms) -> String {
    let width = operation.requiredFaults.map(\.utf8.count).max() ?? 0
    let classes = operation.requiredFaults.compactMap(terms.faultClass).map { required in
      "    \(required.name)\(String(repeating: " ", count: width - required.name.utf8.count))  \(SafeText.line(required.meaning))\n"
    }
    return """
      \(operation.name), an operation\(origin(Terms.builtIn.operation(operation.name) != nil))

      The contract of an equation that names it tries at least one mutant of each of these classes of faults:

      \(classes.joined())
      """
  }

  private static func faultClass(_ faults: FaultClass, _ terms: Terms) -> String {
    let operations = terms.operations.filter { $0.requiredFaults.contains(faults.name) }.map(\.name)
    return """
      \(faults.name), a class of faults\(origin(Terms.builtIn.faultClass(faults.name) != nil))

          \(SafeText.line(faults.meaning))

      required by  \(operations.isEmpty ? "no operation" : operations.joined(separator: ", "))

      """
  }

  private static func metric(_ metric: Terms.Metric) -> String {
    let isOurs = Terms.builtIn.metric(metric.name) != nil
    let traits = metric.traits
    let facts = [
      traits.better.map { "better   \($0.rawValue)" }, "values   \(traits.values.rawValue)",
      traits.least.map { "least    \($0)" }, traits.greatest.map { "greatest \($0)" },
    ].compactMap(\.self)
    let meaning = isOurs ? "docs/metrics.md says what it is computed of." : SafeText.line(metric.meaning)
    let standing =
      isOurs
      ? "" : "\nThe project's recorder asserts it: a check of it is shown, and discharges nothing (docs/metrics.md).\n"
    return
      "\(metric.name), a metric\(origin(isOurs))\n\n    \(meaning)\n\n\(facts.joined(separator: "\n"))\n\(standing)"
  }

  private static func origin(_ isOurs: Bool) -> String { isOurs ? "" : " of this project, from pv.yaml" }
}
