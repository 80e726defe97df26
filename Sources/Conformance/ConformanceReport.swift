import ContractKit

/// What became of a library: a file of its own kind, which is never evidence for kernels of ours.
///
/// What one falsifier contributes depends on nothing but that falsifier: the report of many is that of each alone, added up.
public struct ConformanceReport: Equatable, Sendable {
  /// What stands at the head: what was tried, where and with what. It is the same in all reports that are added up.
  struct Head: Equatable, Sendable {
    /// Absolute.
    let path: String
    let bytes: Int
    let sha256: String
    let exported: [String]
    let seed: String
    let threads: Int
    let machine: Machine
  }

  /// A contract that clauses were judged by.
  struct ContractUsed: Equatable, Sendable {
    let id: String
    let version: String
    let sha256: String
  }

  /// One operation that the library exports.
  struct OperationResult: Equatable, Sendable {
    let operation: Operation
    let record: OperationRecord
  }

  let head: Head
  /// By their ids.
  let contracts: [ContractUsed]
  /// In the order in which falsifiers are tried.
  let clauses: [ClauseResult]
  /// In the order of the header.
  let operations: [OperationResult]

  init(
    _ head: Head, contracts: [ContractUsed], clauses: [ClauseResult], records: [Operation: OperationRecord]
  ) {
    (self.head, self.clauses) = (head, clauses)
    self.contracts = contracts.sorted { $0.id < $1.id }
    operations = Operation.allCases.compactMap { operation in
      records[operation].map { OperationResult(operation: operation, record: $0) }
    }
  }

  /// How many falsifiers have a verdict.
  public func count(_ verdict: ConformanceVerdict) -> Int { clauses.count { $0.verdict == verdict } }

  /// How many operations breach some of what is expected of every call, or some invariance.
  var breachCount: Int { operations.reduce(0) { $0 + $1.record.breaches.count + $1.record.differences.count } }

  /// Rejected where something is falsified or breached; nothing judged where no clause was.
  public var outcome: Outcome {
    if count(.falsified) + breachCount > 0 { return .rejected }
    return count(.holds) + count(.otherBits) > 0 ? .accepted : .nothingJudged
  }

  /// All of it on one line.
  public var summary: String {
    ConformanceVerdict.allCases.compactMap { verdict in
      count(verdict) > 0 ? "\(count(verdict)) \(verdict.rawValue)" : nil
    }.joined(separator: ", ")
  }
}
