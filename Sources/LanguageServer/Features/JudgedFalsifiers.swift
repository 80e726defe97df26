import ContractKit

/// The falsifiers of an open contract, each with what was derived of it.
enum JudgedFalsifiers {
  /// A list made of them, in the contract's order, as soon as their statuses are known; empty where the project has none.
  static func list(
    _ server: Server, _ document: TextDocument, of items: (Falsifier, Verification.Entry) -> [JSON]
  ) -> Server.Answer {
    switch server.verdicts(of: document.path) {
    case nil: return .value([])
    case .awaited(let key)?: return .awaiting(key)
    case .known(let verification)?:
      let entries = Dictionary(
        verification.entries.filter { $0.contract.path == document.path }.map { ($0.falsifier.id.value, $0) },
        uniquingKeysWith: { first, _ in first })
      let falsifiers = document.readableFile?.contract?.falsifiers ?? []
      return .value(
        .array(falsifiers.flatMap { falsifier in entries[falsifier.id.value].map { items(falsifier, $0) } ?? [] }))
    }
  }
}
