extension Ledger {
  /// The falsifiers that a run must finish: every one with checks, except those declared BLOCKED.
  ///
  /// - Parameter includingLive: whether those on real weights are asked for (`PV_LIVE=1`).
  public static func demanded(by contracts: [Contract], includingLive: Bool) -> [Key] {
    contracts.flatMap { contract in
      contract.falsifiers
        .filter { !$0.checks.isEmpty && $0.status?.value != Status.blocked.rawValue && (includingLive || !$0.isLive) }
        .map { Key(contract: contract.id, falsifier: $0.id.value) }
    }
  }
}
