/// The rules that `pv conform` emits. They are about libraries, so they have no example in YAML.
enum ConformanceRules {
  static let all: [Rule] = [
    .conformanceFalsified, .conformanceOtherBits, .conformanceInvariance, .conformanceManner,
  ]
}
