/// A wrong array that the recorder puts in the place of one that a kernel gave, as contracts and evidence name it.
///
/// No falsifier makes them: a check that takes one of them for right has not looked at the array.
public enum ImpostorName: String, CaseIterable, Sendable {
  case oneElement = "one_element"
  case rowsExchanged = "rows_exchanged"
  case tailMissing = "tail_missing"
  case zeros
  case constant
  case input
  case nan
  case otherCase = "other_case"

  /// What it is, in one clause.
  public var meaning: String {
    switch self {
    case .oneElement:
      "one element is further off than a check of the array allows for an element, or has the opposite sign"
    case .rowsExchanged: "the row with the largest element and the row with the smallest are exchanged"
    case .tailMissing: "the last sixteenth holds zeros, as a kernel that stops early leaves it"
    case .zeros: "every element is zero"
    case .constant: "every element is the mean"
    case .input: "an input of the falsifier"
    case .nan: "one element is NaN"
    case .otherCase: "the rows are rotated by half of their number, so that each holds the result of another case"
    }
  }
}
