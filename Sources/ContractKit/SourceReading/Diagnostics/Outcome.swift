/// What a command answers, as its exit code.
public enum Outcome: Int32, Sendable {
  case accepted = 0
  /// Something was judged and is wrong.
  case rejected = 1
  /// Nothing could be judged, or a path is missing.
  case nothingJudged = 2
  /// The command line makes no sense.
  case usage = 64
  /// `pv` itself failed.
  case internalError = 70
}

extension Outcome {
  /// What the last line of a report starts with.
  package var word: String {
    switch self {
    case .accepted: "accepted"
    case .rejected, .usage, .internalError: "rejected"
    case .nothingJudged: "nothing judged"
    }
  }
}
