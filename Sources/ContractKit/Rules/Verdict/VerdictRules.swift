/// The rules that `pv verify` emits. They need evidence, so they have no example in YAML.
///
/// To add one: `static let statusMismatch = Rule("status-mismatch", .verdict, .error, reason: "…")` in an
/// extension of `Rule`, in a file of its own here, and its name in this list. Findings are made by
/// `Rule.statusMismatch.diagnostic("…", path:, range:, help:)`.
enum VerdictRules {
  static let all: [Rule] = []
}
