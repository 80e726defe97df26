import Experiments
import Measuring

extension ConformanceReport {
  /// The report of several pieces of one trial, in their order.
  ///
  /// - Precondition: there is one, and all are of the same trial.
  init(uniting parts: [ConformanceReport]) {
    let head = parts[0].head
    precondition(parts.allSatisfy { $0.head == head }, "reports of several trials")
    var (contracts, records) = ([ContractUsed](), [Operation: OperationRecord]())
    for part in parts {
      contracts += part.contracts.filter { !contracts.contains($0) }
      for each in part.operations { records[each.operation, default: OperationRecord()].add(each.record) }
    }
    self.init(
      head, contracts: contracts, clauses: Self.allowingForOrder(parts.flatMap(\.clauses)), records: records)
  }

  /// Other bits than those of our order are no fault where the bounds hold, or were not asked about.
  private static func allowingForOrder(_ results: [ClauseResult]) -> [ClauseResult] {
    let violated = Set(results.filter { $0.verdict == .falsified }.map(\.falsifier))
    let asks = Dictionary(
      ExperimentCatalogue.all.map { ($0.experiment.falsifier, $0.asks) }, uniquingKeysWith: { first, _ in first })
    return results.map { result in
      guard result.verdict == .otherBits, case .order(let bounds) = asks[result.falsifier],
        let failed = bounds.first(where: violated.contains)
      else { return result }
      var result = result
      (result.verdict, result.reason) = (.falsified, "and \(failed), which bounds the error in any order, is falsified")
      return result
    }
  }
}
