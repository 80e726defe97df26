extension Verification {
  /// What brings a question nearest to its answer: of the questions that have something to do, the first whose next
  /// step is easiest; nil where none has.
  package var nextStep: NextStep? {
    questions.compactMap(\.next).enumerated().min { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }?
      .element
  }
}
