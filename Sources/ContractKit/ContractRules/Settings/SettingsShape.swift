import Metrics

/// The format of pv.yaml.
package enum SettingsShape {
  /// The whole file; keys outside of it are findings.
  package static let settings = ObjectShape(
    "pv.yaml",
    [
      Field(
        "paths", .oneOrMore(.text), "Files, folders or patterns that are judged if the command names none."),
      Field(
        "exclude", .oneOrMore(.text), "Files below these that are not judged, as patterns such as `**/binding.yaml`."),
      Field(
        "external", .oneOrMore(.text),
        "Contracts of other repositories, as ids or patterns, on which contracts may depend."),
      Field("select", .oneOrMore(.text), "Ids of the only rules that are applied."),
      Field("ignore", .oneOrMore(.text), "Ids of rules that are not applied."),
      Field("severities", .named(.choice(severities)), "The severity of rules, by their ids."),
      Field("baseline", .text, "The file with the findings that existed at the start."),
      Field(
        "prose", .oneOrMore(.text), "Markdown pages, or folders of them, that are checked against the project."),
      Field("ship_spec", .choice(shipSpecs), "Whether ship-spec.md with its criteria must exist."),
      Field("release", .text, "The commit or tag of the last release, which pv diff compares with."),
      Field("keys", .oneOrMore(.text), "Public keys in PEM that are trusted: witnesses must be signed by one of them."),
      Field("variations", .named(.object(variation)), "What pv repro varies besides the surroundings, by name."),
      Field(
        "operations", .named(.object(operation)),
        "Operations of the project's own, by the name that contracts give them under operation."),
      Field(
        "faults", .named(.text),
        "Classes of faults of the project's own, by name, each with what goes wrong in one clause."),
      Field(
        "metrics", .named(.object(metric)),
        "Metrics that the project's own recorder asserts, by name, without a subject."),
    ])

  static let operation = ObjectShape(
    "an operation",
    [
      Field(
        "requires", .oneOrMore(.text), "The classes of faults of which a contract must try at least one mutant each.",
        .required)
    ])

  static let metric = ObjectShape(
    "a metric",
    [
      Field("meaning", .text, "What it measures, in one clause.", .required),
      Field("better", .choice(directions), "The direction in which results get better, if there is one."),
      Field("values", .choice(kinds), "Whether it counts something; number by default."),
      Field("least", .integer, "The least value that it can have."),
      Field("greatest", .integer, "The greatest value that it can have."),
    ])

  static let directions = Vocabulary("a direction", MetricTraits.Direction.allCases.map(\.rawValue), isClosed: true)

  static let kinds = Vocabulary(
    "a kind of values", [MetricTraits.Values.number, .count].map(\.rawValue), isClosed: true)

  static let variation = ObjectShape(
    "a variation",
    [
      Field("summary", .text, "What differs, in a few words."),
      Field("environment", .named(.text), "Variables of the environment, with their values."),
      Field("forces", .text, "The implementation of the kernels that it forces, as contracts name it under variants."),
      Field(
        "architectures", .oneOrMore(.text), "Its architectures, as uname -m names them; all by default."),
      Field("needs", .oneOrMore(.text), "What the processor must have, as the system names it."),
      Field(
        "moves", .text,
        "A test, as MODULE.CLASS/METHOD, that writes what the variation must change to the file that PV_PROBE names."),
    ])

  static let shipSpecs = Vocabulary("a demand", ["required", "optional"], isClosed: true)

  static let severities = Vocabulary("a severity", Diagnostic.Severity.allCases.map(\.rawValue), isClosed: true)
}
