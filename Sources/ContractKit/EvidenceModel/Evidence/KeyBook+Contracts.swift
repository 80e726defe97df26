import Provenance

extension KeyBook {
  /// The key of a falsifier, as the contract and the checkout give it now.
  ///
  /// - Parameter library: the contracts given, by id, in which bindings to other contracts resolve.
  /// - Throws: `KeyProblem`.
  public func key(of falsifier: Falsifier, in contract: Contract, library: some ContractLookup) throws -> EvidenceKey {
    return try key(
      of: Request(
        try Self.start(of: falsifier), falsifier: falsifier.id.value,
        implementation: falsifier.implementation(in: contract, library: library).map(\.value),
        fixtures: falsifier.fixtures.map(\.value),
        metrics: Set(falsifier.checks.map { MetricName.component(of: $0.metric.value) })))
  }

  private static func start(of falsifier: Falsifier) throws -> Request.Start {
    if falsifier.isRecorded { return .run(falsifier.run.map(\.value)) }
    guard let test = falsifier.test.flatMap({ TestReference($0.value) }) else {
      throw KeyProblem.noTestFile(falsifier.test?.value ?? "")
    }
    return .test(module: test.module, className: test.className)
  }

  /// The keys of all falsifiers of a contract by id, nil where one has none.
  public func keys(of contract: Contract, library: some ContractLookup) -> [String: EvidenceKey?] {
    var keys: [String: EvidenceKey?] = [:]
    for falsifier in contract.falsifiers {
      keys.updateValue(try? key(of: falsifier, in: contract, library: library), forKey: falsifier.id.value)
    }
    return keys
  }
}

extension Falsifier {
  /// The implementations of the bound equations, in this contract or in a dependency.
  public func implementation(in contract: Contract, library: some ContractLookup) -> [Located<String>] {
    clauses.flatMap { clause in
      let home = clause.contract.map { library[$0] } ?? contract
      return home?.equation(clause.equation)?.implementation ?? []
    }
  }
}
