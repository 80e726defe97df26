extension RuleExample {
  /// The keys of the falsifier that most examples are about, in the order in which a contract has them.
  private static let usual: KeyValuePairs = [
    "id": "FALSIFY-SM-001",
    "rule": #""Normalization""#,
    "prediction": #""the weights sum to 1""#,
    "if_fails": #""the maximum is not subtracted""#,
    "binds_to": "[softmax, softmax/sums_to_one]",
    "test": "Falsifiers.FalsifySoftmax/testFalsifySM001",
    "domain": "{inputs: {logits: {cases: 240, classes: [normal]}}, over: {max_abs_error: 240 f32}}",
    "checks": "[{metric: max_abs_error, at_most: 1.0e-6}]",
    "orders": "[sequential, reversed, sorted]",
    "mutants": "[no_max]",
  ]

  /// An example of one falsifier, which differs from the usual one in some keys.
  ///
  /// - Parameters:
  ///   - changes: values as YAML has them; `⟪key⟫` marks the key itself. A key that the usual one lacks is the last.
  ///   - missing: keys that are left out.
  package static func falsifier(_ changes: KeyValuePairs<String, String> = [:], without missing: Set<String> = [])
    -> RuleExample
  {
    RuleExample(falsifierText(changes, without: missing))
  }

  /// The section of a contract with one falsifier.
  static func falsifierText(_ changes: KeyValuePairs<String, String> = [:], without missing: Set<String> = [])
    -> String
  {
    func key(_ written: String) -> String { written.filter { !"⟪⟫".contains($0) } }
    let own = usual.filter { !missing.contains($0.key) }.map { pair in
      changes.first { key($0.key) == pair.key } ?? pair
    }
    let added = changes.filter { change in !usual.contains { $0.key == key(change.key) } }
    let lines = (own + added).enumerated().map { index, pair in
      "\(index == 0 ? "  - " : "    ")\(pair.key):\(pair.value.hasPrefix("\n") ? "" : " ")\(pair.value)\n"
    }
    return "falsification_tests:\n" + lines.joined()
  }
}
