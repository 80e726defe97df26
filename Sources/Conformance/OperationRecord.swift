/// What was seen of one operation of a library.
struct OperationRecord: Sendable {
  /// A call that is made again later.
  struct Kept: Sendable {
    let call: Call
    let outputs: [CallArray]
  }

  /// Breaches of one kind: how many, and the first.
  struct Breaches: Sendable {
    var count = 0
    let first: Incident
  }

  var calls = 0
  var callsOfFalsifier = 0
  /// Calls behind which there were more threads than before them.
  var growths = 0
  /// How often bits were compared.
  var compared: [Invariance: Int] = [:]
  private(set) var breaches: [Manner: Breaches] = [:]
  private(set) var differences: [Invariance: Breaches] = [:]

  /// The first calls of all, and those of the falsifier that runs.
  private var keptOfAll: [Kept] = []
  private(set) var keptOfFalsifier: [Kept] = []
  private var turn = 0

  /// Begins another falsifier.
  mutating func begin() {
    callsOfFalsifier = 0
    keptOfFalsifier = []
  }

  mutating func keep(_ call: Call, _ outputs: [CallArray]) {
    let kept = Kept(call: call, outputs: outputs)
    if keptOfAll.count < 4 { keptOfAll.append(kept) }
    keptOfFalsifier.append(kept)
  }

  /// One of the kept calls, in turn.
  mutating func nextKept() -> Kept? {
    let all = keptOfAll + keptOfFalsifier
    guard !all.isEmpty else { return nil }
    turn += 1
    return all[turn % all.count]
  }

  mutating func note(_ incident: Incident) {
    if let manner = incident.manner { breaches[manner, default: Breaches(first: incident)].count += 1 }
    if let invariance = incident.invariance { differences[invariance, default: Breaches(first: incident)].count += 1 }
  }
}
