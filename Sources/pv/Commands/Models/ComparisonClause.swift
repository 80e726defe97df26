import ContractKit
import Traces

/// A clause of a contract as criteria for a comparison: all checks of the falsifiers that bind it.
///
/// A check is of one output of a test; every pair is held against each of them. A check that two files alone cannot
/// be held against, such as of a bound that needs the inputs, is refused by name.
enum ComparisonClause {
  /// - Throws: an exit code, after a line on standard error, where there is no such clause or no check of it can be taken.
  static func criteria(_ text: String) throws -> [ComparisonCriterion] {
    guard let clause = ClauseReference(text), let id = clause.contract else {
      throw Failure.rejected("--clause \(text): write CONTRACT#EQUATION or CONTRACT#EQUATION/INVARIANT")
    }
    let contract = try contract(id)
    let wanted = ClauseReference(equation: clause.equation, invariant: clause.invariant)
    guard let equation = contract.equation(clause.equation),
      clause.invariant.map({ name in equation.invariants.contains { $0.id.value == name } }) ?? true
    else {
      let known = contract.equations.flatMap { equation in
        [equation.id.value] + equation.invariants.map { "\(equation.id.value)/\($0.id.value)" }
      }
      throw Failure.rejected("--clause \(text): \(id) has no clause \(wanted); it has \(known.joined(separator: ", "))")
    }
    let falsifiers = contract.falsifiers.filter { $0.clauses.contains(wanted) || $0.clauses.contains(clause) }
    let criteria = try falsifiers.flatMap { falsifier in
      try falsifier.checks.map { try criterion($0, of: falsifier.id.value, text) }
    }
    guard !criteria.isEmpty else { throw Failure.rejected("--clause \(text): no falsifier of \(id) binds it") }
    return criteria
  }

  private static func contract(_ id: String) throws -> Contract {
    guard let folder = ContractSet.defaultFolder() else {
      throw Failure.nothingJudged("--clause: no folder contracts/ here or above; run pv inside the project")
    }
    let contracts = ContractSet.load(
      paths: [PathText.shown(folder)], project: ProjectFile.loadNearest()
    ).contracts
    guard let contract = contracts.first(where: { $0.id == id }) else {
      let near = Suggestion.nearest(to: id, among: contracts.map(\.id)).map { "; did you mean \($0)?" } ?? ""
      throw Failure.rejected("--clause: there is no contract \(id) in \(PathText.shown(folder))\(near)")
    }
    return contract
  }

  private static func criterion(_ check: Check, of falsifier: String, _ text: String) throws -> ComparisonCriterion {
    let metric = check.metric.value
    guard let measure = ComparisonCriterion.Measure(rawValue: MetricName.component(of: metric)) else {
      let known = ComparisonCriterion.Measure.allCases.map(\.rawValue).joined(separator: ", ")
      throw Failure.rejected(
        "--clause \(text): \(falsifier) checks \(metric), which two files alone do not give; of checks of \(known) a clause "
          + "can be taken")
    }
    let condition = check.condition
    return ComparisonCriterion("\(falsifier): \(metric) \(condition.symbol)", measure) { condition.holds($0) }
  }
}
