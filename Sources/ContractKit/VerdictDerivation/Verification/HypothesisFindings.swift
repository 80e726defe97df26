/// Findings that come from comparing hypotheses with evidence.
package enum HypothesisFindings {
  /// A hypothesis whose declared state is not the derived one.
  package static func finding(for judged: JudgedHypothesis) -> Diagnostic? {
    guard let declared = judged.hypothesis.state, declared.value != judged.state.rawValue else { return nil }
    return Rule.hypothesisMismatch.diagnostic(
      "\(judged.hypothesis.id.value) says \(declared.value), derived is \(judged.state.rawValue) (\(judged.why))",
      path: judged.path, range: declared.range, help: "pv verify --write sets the derived state",
      related: (judged.deciding?.prediction.range).map {
        [.init(message: "predicted here", path: judged.path, range: $0)]
      } ?? [])
  }
}
