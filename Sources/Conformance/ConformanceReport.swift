import ContractKit

/// What became of a library: a file of its own kind, which is never evidence for kernels of ours.
public struct ConformanceReport: Sendable {
  /// A contract that clauses were judged by.
  struct ContractUsed: Equatable, Sendable {
    let id: String
    let version: String
    let sha256: String
  }

  /// One operation that the library exports.
  struct OperationResult: Sendable {
    let operation: Operation
    let record: OperationRecord
  }

  let library: (path: String, bytes: Int, sha256: String)
  let exported: [String]
  let seed: String
  let threads: Int
  let machine: (architecture: String, features: [String], system: String)
  let contracts: [ContractUsed]
  let clauses: [ClauseResult]
  let operations: [OperationResult]

  init(
    file: LibraryFile, exported: Set<Operation>, seed: String, threads: Int,
    contracts: [(id: String, version: String, sha256: Digest)], clauses: [ClauseResult],
    records: [Operation: OperationRecord]
  ) {
    library = (file.path, file.bytes, file.sha256.description)
    self.exported = Operation.allCases.filter(exported.contains).map(\.symbol)
    (self.seed, self.threads, self.clauses) = (seed, threads, clauses)
    machine = (Host.architecture, Machine.features, Host.system)
    self.contracts = contracts.sorted { $0.id < $1.id }.map {
      ContractUsed(id: $0.id, version: $0.version, sha256: $0.sha256.description)
    }
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
