/// The names of what is measured and captured, for pages that use them.
struct MeasuredNames {
  /// By the id of a falsifier: its metrics with their subjects, as its checks name them and as they were measured.
  private var metrics: [String: Set<String>] = [:]
  /// By the id of a falsifier: what else can stand behind it and a slash, in the way of `pv diff`.
  private var parts: [String: Set<String>] = [:]
  /// The stages of a trace; empty where they are not asked about.
  private let stages: Set<String>
  private let all: Set<String>
  private let terms: Terms

  init(_ verification: Verification, stages: Set<String>) {
    self.stages = stages
    terms = verification.terms
    for entry in verification.entries {
      let falsifier = entry.falsifier
      let id = falsifier.id.value
      var known = Set(falsifier.checks.map(\.metric.value))
      if let evidence = entry.verdict.evidence { known.formUnion(evidence.measurements.keys) }
      metrics[id, default: []].formUnion(known)
      parts[id, default: []].formUnion(
        (falsifier.mutants + falsifier.orders + falsifier.bindsTo + falsifier.variants + falsifier.fixtures)
          .map(\.value))
    }
    all = metrics.values.reduce(into: []) { $0.formUnion($1) }
  }

  /// What a name stands for.
  enum Kind: String {
    case metric, stage

    /// The kind that a noun says, in singular or plural.
    init?(noun: some StringProtocol) {
      self.init(rawValue: noun.hasSuffix("s") ? String(noun.dropLast()) : String(noun))
    }
  }

  /// Whether a name is one of a kind: a metric alone, or with a subject that some falsifier has.
  func isKnown(_ name: String, as kind: Kind) -> Bool {
    switch kind {
    case .metric: all.contains(name) || !name.contains(".") && terms.metric(name) != nil
    case .stage: stages.isEmpty || stages.contains(name)
    }
  }

  /// Whether some falsifier with an id measures something of this name, or has a part of it; nil where there is none.
  func isKnown(_ name: String, of falsifier: String) -> Bool? {
    metrics[falsifier].map { $0.contains(name) || parts[falsifier]?.contains(name) == true }
  }

  /// Whether a name with a subject ends as metrics do.
  func isMetric(_ name: String) -> Bool { name.contains(".") && terms.metric(name) != nil }

  /// The name that a text is but for one character; nil where it is a name, or no name of six characters is near.
  func slip(_ text: String) -> (name: String, kind: Kind)? {
    let component = MetricName.component(of: text)
    guard terms.metric(component) == nil, !stages.contains(text), text.utf8.count >= 6 else { return nil }
    func near(_ names: some Sequence<String>, to text: String) -> String? {
      names.filter { $0.utf8.count >= 6 && Suggestion.distance(Array(text.utf8), Array($0.utf8), limit: 1) == 1 }
        .min(by: Files.utf8Order)
    }
    if let name = near(terms.metrics.map(\.name), to: component) { return (name, .metric) }
    return near(stages, to: text).map { ($0, .stage) }
  }
}
