extension ContractDecoder {
  /// A falsifier; nil where it has no id.
  func falsifier(_ node: YAMLNode) -> Falsifier? {
    guard let id = text(node["id"]) else { return nil }
    return Falsifier(
      id: id, rule: prose("rule", of: node), prediction: prose("prediction", of: node), ifFails: prose("if_fails", of: node),
      bindsTo: texts(node["binds_to"]), test: text(node["test"]), requires: level(node["requires"]),
      checks: node.mappings("checks").compactMap(check), mutants: texts(node["mutants"]),
      orders: texts(node["orders"]), noOrders: text(node["no_orders"]), variants: texts(node["variants"]),
      fixtures: texts(node["fixtures"]), needs: node.mappings("needs").compactMap(need),
      status: text(node["discharge_status"]), blocked: blocked(node["blocked"]), waiver: waiver(node["waived"]),
      range: range(node))
  }

  private func level(_ node: YAMLNode?) -> Located<Falsifier.Level>? {
    text(node).flatMap { text in Falsifier.Level(rawValue: text.value).map { Located($0, at: text.range) } }
  }

  /// A check; nil where it has no metric, no condition, or a threshold that cannot be read.
  private func check(_ node: YAMLNode) -> Check? {
    guard let metric = text(node["metric"]), let condition = condition(node) else { return nil }
    let letsPass = node.entries("lets_pass").compactMap { entry -> Check.Exception? in
      guard let mutant = text(entry.key), let reason = text(entry.value) else { return nil }
      return Check.Exception(mutant: mutant, reason: reason)
    }
    return Check(metric: metric, condition: condition, letsPass: letsPass, range: range(node))
  }

  private func condition(_ node: YAMLNode) -> Check.Condition? {
    let written = CheckKey.conditions.filter { node[$0] != nil }
    guard written.count == 1, let key = written.first else { return nil }
    let value = node[key]
    switch key {
    case CheckKey.atMost: return decimal(value).map(Check.Condition.atMost)
    case CheckKey.atLeast: return decimal(value).map(Check.Condition.atLeast)
    case CheckKey.equals:
      if node[CheckKey.within] != nil {
        guard let number = decimal(value), let within = decimal(node[CheckKey.within]) else { return nil }
        return .equals(number, within: within)
      }
      return isNumber(node)
        ? decimal(value).map { .equals($0, within: nil) } : text(value).map(Check.Condition.equalsText)
    default:
      return isNumber(node)
        ? decimal(value).map(Check.Condition.notEquals) : text(value).map(Check.Condition.notEqualsText)
    }
  }

  /// Whether a check for equality compares numbers: its value reads as a decimal, and the metric is
  /// not one whose values are text (a digest may consist of digits only).
  private func isNumber(_ node: YAMLNode) -> Bool {
    guard let metric = node["metric"]?.text, !MetricName.isText.contains(MetricName.component(of: metric)) else {
      return false
    }
    return (node[CheckKey.equals] ?? node[CheckKey.notEquals])?.text.flatMap { ExactDecimal($0) } != nil
  }

  private func need(_ node: YAMLNode) -> Falsifier.Need? {
    for kind in Falsifier.Need.Kind.allCases {
      guard let name = text(node[kind.rawValue]) else { continue }
      return Falsifier.Need(kind: kind, name: name, sha256: text(node["sha256"]))
    }
    return nil
  }

  private func blocked(_ node: YAMLNode?) -> Falsifier.Blocked? {
    guard let reason = text(node?["reason"]), let review = date(node?["review"]) else { return nil }
    return Falsifier.Blocked(reason: reason, review: review)
  }

  func waiver(_ node: YAMLNode?) -> Falsifier.Waiver? {
    guard let reason = text(node?["reason"]), let owner = text(node?["owner"]), let until = date(node?["until"])
    else { return nil }
    return Falsifier.Waiver(reason: reason, owner: owner, until: until)
  }
}

/// The keys of a check.
enum CheckKey {
  static let atMost = "at_most"
  static let atLeast = "at_least"
  static let equals = "equals"
  static let within = "within"
  static let notEquals = "not_equals"
  /// Exactly one of them is the condition.
  static let conditions = [atMost, atLeast, equals, notEquals]
}
