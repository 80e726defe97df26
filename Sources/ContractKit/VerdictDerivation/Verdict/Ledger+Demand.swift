extension Ledger {
  /// The falsifiers that a run must finish: every one with checks, except those whose weights are not asked for, and
  /// those declared BLOCKED that are not asked for by the name of their weights.
  package static func demanded(by contracts: [Contract], live: LiveRequest) -> [Key] {
    keys(contracts) { falsifier in
      live.asks(for: falsifier) && (falsifier.isLive || falsifier.status?.value != Status.blocked.rawValue)
    }
  }

  /// The falsifiers on weights that a run does not ask for: their evidence stands as it is.
  package static func unasked(by contracts: [Contract], live: LiveRequest) -> [Key] {
    keys(contracts) { !live.asks(for: $0) }
  }

  private static func keys(_ contracts: [Contract], _ isMeant: (Falsifier) -> Bool) -> [Key] {
    contracts.flatMap { contract in
      contract.falsifiers.filter { !$0.checks.isEmpty && isMeant($0) }
        .map { Key(contract: contract.id, falsifier: $0.id.value) }
    }
  }
}
