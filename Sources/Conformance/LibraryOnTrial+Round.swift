/// The last round: the first calls of all falsifiers in one process, and then all of them again.
///
/// Falsifiers find the library as it is after it was loaded. What the calls of one change for those of another is seen here.
extension LibraryOnTrial {
  /// A call of the round.
  struct RoundCall {
    let falsifier: String
    let kept: OperationWatch.Kept
  }

  /// A falsifier has made its calls.
  struct Enough: Error {}

  /// How many calls of a falsifier take part.
  private static let callsOfFalsifier = 3

  /// Makes a call that takes part in the round.
  ///
  /// - Throws: `Enough` where the falsifier has made its calls, or one did not come back; `Refusal`.
  func gather(_ call: Call) throws -> [CallArray] {
    guard callsOfFalsifier <= Self.callsOfFalsifier, let first = try perform(call, at: .last) else { throw Enough() }
    // Those of all falsifiers are kept until the end.
    if (call.inputs + call.outputs).reduce(0, { $0 + $1.byteCount }) <= 1 << 18 {
      round?.append(RoundCall(falsifier: falsifier, kept: .init(call: call, outputs: first.outputs)))
    }
    return first.outputs
  }

  /// Goes on with the calls of another falsifier.
  func goOn(with falsifier: String) {
    self.falsifier = falsifier
    // What happens now has happened to the falsifier already.
    forget()
  }

  /// Makes all calls of the round again.
  func endRound() {
    let all = round ?? []
    round = nil
    forget()
    for each in all {
      falsifier = each.falsifier
      repeatLater(each.kept)
    }
  }
}
