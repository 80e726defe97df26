/// Contracts by their ids, in memory or read when somebody asks.
public protocol ContractLookup: Sendable {
  /// The contract with an id; the first of several, nil where there is none.
  subscript(id: String) -> Contract? { get }
}

extension Dictionary: ContractLookup where Key == String, Value == Contract {}
