import Metrics

/// Reads what a project adds to the terms of contracts; what it cannot take is left out, with a problem at its place.
struct TermDecoder {
  /// Something that is not taken, with what to do about it.
  struct Problem {
    let node: YAMLNode
    let message: String
    let help: String
  }

  private(set) var problems: [Problem] = []
  private let root: YAMLNode

  init(_ root: YAMLNode) { self.root = root }

  /// Ours and the project's.
  package var terms: Terms {
    mutating get {
      // Classes first: operations require them.
      let classes = faultClasses()
      let known = Terms.builtIn.adding(faultClasses: classes)
      return known.adding(operations: operations(known), metrics: metrics())
    }
  }

  private mutating func faultClasses() -> [FaultClass] {
    var classes: [FaultClass] = []
    for entry in root.entries("faults") {
      guard let name = name(entry.key, "a class of faults", isTaken: { Terms.builtIn.faultClass($0) != nil }) else {
        continue
      }
      guard let meaning = entry.value.text, !meaning.allSatisfy(\.isWhitespace) else {
        // What is no text at all is a finding of the shape.
        if entry.value.kind == .scalar {
          report(
            entry.key, "`\(name)` does not say what goes wrong",
            "write that as its value, in one clause; findings show it")
        }
        continue
      }
      classes.append(FaultClass(name, meaning))
    }
    return classes
  }

  private mutating func operations(_ terms: Terms) -> [Operation] {
    var operations: [Operation] = []
    for entry in root.entries("operations") {
      guard let name = name(entry.key, "an operation", isTaken: { Terms.builtIn.operation($0) != nil }) else {
        continue
      }
      guard isDescribed(entry, name, "an operation requires classes of faults: `requires: [...]`") else { continue }
      var required: [String] = []
      for node in entry.value["requires"].map({ $0.elements.map(Array.init) ?? [$0] }) ?? [] {
        guard let word = node.text else { continue }
        if terms.faultClass(word) == nil {
          report(
            node, "there is no class of faults `\(word.prefix(60))`",
            Suggestion.nearest(to: word, among: terms.names(.faultClass)).map { "did you mean `\($0)`?" }
              ?? "write under `faults` what goes wrong there: `\(word.prefix(60)): ...`")
        } else if required.contains(word) {
          report(node, "`\(name)` already requires `\(word)`", "remove it")
        } else {
          required.append(word)
        }
      }
      operations.append(Operation(name, requires: required))
    }
    return operations
  }

  private mutating func metrics() -> [Terms.Metric] {
    var metrics: [Terms.Metric] = []
    for entry in root.entries("metrics") {
      guard let name = name(entry.key, "a metric", isTaken: { Terms.builtIn.metric($0) != nil }) else { continue }
      guard isDescribed(entry, name, "say what it measures: `{meaning: \"...\", better: smaller}`") else { continue }
      func integer(_ key: String) -> Int? { entry.value[key]?.text.flatMap { Int($0) } }
      let values = entry.value["values"]?.text.flatMap(MetricTraits.Values.init) ?? .number
      let least = integer("least") ?? (values == .count ? 0 : nil)
      if let least, let greatest = integer("greatest"), greatest < least, let node = entry.value["greatest"] {
        report(
          node, "no value of `\(name)` is at least \(least) and at most \(greatest)", "swap the two, or fix one")
        continue
      }
      let traits = MetricTraits(
        values, better: entry.value["better"]?.text.flatMap(MetricTraits.Direction.init), least: least,
        greatest: integer("greatest"))
      metrics.append(Terms.Metric(name, meaning: entry.value["meaning"]?.text ?? "", traits))
    }
    return metrics
  }

  /// Whether something is said of a term; a problem where nothing is. Another kind of value is a finding of the shape.
  private mutating func isDescribed(_ entry: YAMLEntry, _ name: String, _ help: String) -> Bool {
    if entry.value.isNull { report(entry.key, "`\(name)` has no description", help) }
    return entry.value.kind == .mapping
  }

  /// The name of a term; nil, with a problem, where it is none, or ours.
  private mutating func name(_ key: YAMLNode, _ what: String, isTaken: (String) -> Bool) -> String? {
    guard let name = key.text else { return nil }
    guard Identifier.isMutantName(name), name.utf8.count <= 60 else {
      report(
        key,
        "the name of \(what) must begin with a lower-case letter, and have only lower-case letters, digits and `_`, at most 60 in all",
        "give it another name, for instance `\(Identifier.mutantName(from: name))`")
      return nil
    }
    guard !isTaken(name) else {
      report(key, "every project already has \(what) `\(name)`", "give it another name, or remove it")
      return nil
    }
    return name
  }

  private mutating func report(_ node: YAMLNode, _ message: String, _ help: String) {
    problems.append(Problem(node: node, message: message, help: help))
  }
}
