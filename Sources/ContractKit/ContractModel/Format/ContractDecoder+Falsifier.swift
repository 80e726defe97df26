extension ContractDecoder {
  /// A falsifier; nil where it has no id.
  ///
  /// - Parameter isStrict: whether it is one of a contract that is held to all rules.
  func falsifier(_ node: YAMLNode, isStrict: Bool) -> Falsifier? {
    guard let id = text("id", of: node) else { return nil }
    let (rule, prediction) = (prose("rule", of: node), prose("prediction", of: node))
    let (ifFails, range) = (prose("if_fails", of: node), range(node))
    // In the public format there is no more to look for, and the test is a text for people.
    guard isStrict || ContractShape.falsifier.hasAdditions(node) else {
      return Falsifier(
        id: id, rule: rule, prediction: prediction, ifFails: ifFails, test: prose("test", of: node), range: range)
    }
    return Falsifier(
      id: id, rule: rule, prediction: prediction, ifFails: ifFails, bindsTo: texts("binds_to", of: node),
      test: text("test", of: node),
      run: node.elements("run").compactMap(text), varies: node["bits"].flatMap { text("vary", of: $0) },
      requires: level("requires", of: node), domain: domain(node), exact: text("exact", of: node),
      checks: node.mappings("checks").compactMap(check),
      mutants: texts("mutants", of: node), blindTo: node.mappings("blind_to").compactMap(blindness),
      orders: texts("orders", of: node), noOrders: text("no_orders", of: node),
      variants: texts("variants", of: node), fixtures: texts("fixtures", of: node),
      needs: node.mappings("needs").compactMap(need), status: text("discharge_status", of: node),
      blocked: blocked("blocked", of: node), waiver: waiver("waived", of: node), range: range)
  }

  private func level(_ key: String, of node: YAMLNode) -> Located<Falsifier.Level>? {
    text(key, of: node).flatMap { text in Falsifier.Level(rawValue: text.value).map { Located($0, at: text.range) } }
  }

  /// A check; nil where it has no metric, no condition, or a threshold that cannot be read.
  private func check(_ node: YAMLNode) -> Check? {
    guard let metric = text("metric", of: node), let condition = condition(node) else { return nil }
    let letsPass = node.entries("lets_pass").compactMap { entry -> Check.Exception? in
      guard let mutant = text(entry.key), let reason = text(entry.value) else { return nil }
      return Check.Exception(mutant: mutant, reason: reason)
    }
    let bound = many(CheckKey.bound, of: node).compactMap(bound)
    return Check(metric: metric, condition: condition, bound: bound, letsPass: letsPass, range: range(node))
  }

  /// A named bound; nil where a part of it cannot be read.
  private func bound(_ node: YAMLNode) -> NamedBound? {
    guard let function = text(BoundKey.function, of: node),
      let version = text(BoundKey.version, of: node).flatMap({ WholeNumber.read($0.value) }), let entries = node.entries
    else { return nil }
    let others = entries.filter { ![BoundKey.function, BoundKey.version].contains($0.name ?? "") }
    let parameters = others.compactMap { entry -> (String, Int)? in
      guard let name = entry.name, let value = entry.value.text.flatMap(WholeNumber.read) else { return nil }
      return (name, value)
    }
    guard parameters.count == others.count else { return nil }
    return NamedBound(
      function: function.value, version: version, parameters: Dictionary(parameters) { first, _ in first })
  }

  private func condition(_ node: YAMLNode) -> Check.Condition? {
    let written = CheckKey.conditions.filter { node[$0] != nil }
    guard written.count == 1, let key = written.first else { return nil }
    switch key {
    case CheckKey.atMost: return decimal(key, of: node).map(Check.Condition.atMost)
    case CheckKey.atLeast: return decimal(key, of: node).map(Check.Condition.atLeast)
    case CheckKey.equals:
      if node[CheckKey.within] != nil {
        guard let number = decimal(key, of: node), let within = decimal(CheckKey.within, of: node) else { return nil }
        return .equals(number, within: within)
      }
      return isNumber(node)
        ? decimal(key, of: node).map { .equals($0, within: nil) } : text(key, of: node).map(Check.Condition.equalsText)
    default:
      return isNumber(node)
        ? decimal(key, of: node).map(Check.Condition.notEquals) : text(key, of: node).map(Check.Condition.notEqualsText)
    }
  }

  /// Whether a check for equality compares numbers: its value reads as a decimal, and the metric is
  /// not one whose values are text (a digest may consist of digits only).
  private func isNumber(_ node: YAMLNode) -> Bool {
    guard let metric = node["metric"]?.text, !MetricName.isText(metric) else {
      return false
    }
    return (node[CheckKey.equals] ?? node[CheckKey.notEquals])?.text.flatMap { ExactDecimal($0) } != nil
  }

  /// A blindness; nil where it has no reason.
  private func blindness(_ node: YAMLNode) -> Falsifier.Blindness? {
    guard let reason = text("reason", of: node) else { return nil }
    return Falsifier.Blindness(
      impostors: texts("impostors", of: node), of: texts("of", of: node), reason: reason)
  }

  private func need(_ node: YAMLNode) -> Falsifier.Need? {
    for kind in Falsifier.Need.Kind.allCases {
      guard let name = text(kind.rawValue, of: node) else { continue }
      return Falsifier.Need(kind: kind, name: name, sha256: text("sha256", of: node), get: text("get", of: node))
    }
    return nil
  }

  private func blocked(_ key: String, of node: YAMLNode) -> Falsifier.Blocked? {
    guard let node = node[key], let reason = text("reason", of: node), let review = date("review", of: node)
    else { return nil }
    return Falsifier.Blocked(reason: reason, review: review)
  }

  private func waiver(_ key: String, of node: YAMLNode) -> Falsifier.Waiver? { node[key].flatMap(waiver) }

  func waiver(_ node: YAMLNode) -> Falsifier.Waiver? {
    guard let reason = text("reason", of: node), let owner = text("owner", of: node),
      let until = date("until", of: node)
    else { return nil }
    return Falsifier.Waiver(reason: reason, owner: owner, until: until)
  }
}

/// The keys of a check.
package enum CheckKey {
  package static let atMost = "at_most"
  package static let atLeast = "at_least"
  package static let equals = "equals"
  package static let within = "within"
  package static let notEquals = "not_equals"
  package static let bound = "bound"
  /// Exactly one of them is the condition.
  package static let conditions = [atMost, atLeast, equals, notEquals]
}

/// The keys of a bound; every other one is a parameter.
package enum BoundKey {
  package static let function = "function"
  package static let version = "version"
}
