/// An incident as a report has it.
struct Occurrence: Equatable, Sendable {
  /// What the library did, as a sentence.
  let what: String
  /// The call, in words.
  let call: String
  /// The falsifier whose case it was.
  let falsifier: String
}

extension Incident {
  /// What reports say of it.
  var occurrence: Occurrence { Occurrence(what: text, call: call, falsifier: falsifier) }
}
