/// What was seen of one operation of a library, while one falsifier was tried or several.
struct OperationRecord: Equatable, Sendable {
  /// Breaches of one kind: how many, and the first.
  struct Breaches: Equatable, Sendable {
    var count = 0
    let first: Occurrence
  }

  var calls = 0
  /// How often bits were compared.
  var compared: [Invariance: Int] = [:]
  var breaches: [Manner: Breaches] = [:]
  var differences: [Invariance: Breaches] = [:]

  /// Whether other bits have a reason that is known: what was never written, or is not of the call any more, differs.
  var explainsOtherBits: Bool { breaches[.outputs] != nil || breaches[.after] != nil || breaches[.inputs] != nil }

  mutating func note(_ incident: Incident) {
    if let manner = incident.manner { breaches[manner, default: Breaches(first: incident.occurrence)].count += 1 }
    if let invariance = incident.invariance {
      differences[invariance, default: Breaches(first: incident.occurrence)].count += 1
    }
  }

  /// Adds what was seen of the operation afterwards.
  mutating func add(_ later: OperationRecord) {
    calls += later.calls
    compared.merge(later.compared, uniquingKeysWith: +)
    if !explainsOtherBits { Self.add(later.differences, to: &differences) }
    Self.add(later.breaches, to: &breaches)
  }

  private static func add<Kind>(_ later: [Kind: Breaches], to all: inout [Kind: Breaches]) {
    for (kind, breaches) in later { all[kind, default: Breaches(first: breaches.first)].count += breaches.count }
  }
}
