/// What is remembered of one operation while a falsifier is tried.
struct OperationWatch: Sendable {
  /// A call that is made again later.
  struct Kept: Sendable {
    let call: Call
    let outputs: [CallArray]
  }

  /// Calls behind which there were more threads than before them.
  var growths = 0
  /// The first calls of the falsifier.
  private(set) var kept: [Kept] = []
  private var turn = 0

  mutating func keep(_ call: Call, _ outputs: [CallArray]) { kept.append(Kept(call: call, outputs: outputs)) }

  /// One of the kept calls, in turn.
  mutating func nextKept() -> Kept? {
    guard !kept.isEmpty else { return nil }
    turn += 1
    return kept[turn % kept.count]
  }
}
