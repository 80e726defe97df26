/// Why the fields of an exact case are not a case.
enum CaseProblem: Error, CustomStringConvertible {
  case sizes

  var description: String { "the sizes of its arrays do not fit each other" }
}
