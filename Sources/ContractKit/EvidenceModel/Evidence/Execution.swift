/// Whether a run entered some function that is defined at or below a path of an implementation, while it measured the real
/// kernel.
public enum Execution: String, CaseIterable, Sendable {
  /// At least one was entered.
  case yes
  /// Functions there count how often they are entered, and none was.
  case no
  /// No function there counts.
  case unseen
}
