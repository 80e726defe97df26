/// All rules there are; nothing emits a finding of a rule that is not here.
package enum RuleCatalogue {
  /// In the order of their stages, by id within one.
  package static let all: [Rule] =
    (ReadingRules.all + FormatRules.all + contract + CommandRules.all + settings
    + VerdictRules.all + ChangeRules.all + ConformanceRules.all)
    .sorted { left, right in
      let stages = Rule.Stage.allCases
      let (a, b) = (stages.firstIndex(of: left.stage)!, stages.firstIndex(of: right.stage)!)
      return a == b ? left.id < right.id : a < b
    }

  /// The rule with an id.
  package static func rule(_ id: String) -> Rule? { all.first { $0.id == id } }

  // Rules are gone through by position, since a copy of a rule for each contract would cost more than most checks.
  /// Those that look at a contract by itself.
  private static let checking = checked.filter { if case .contract = $0.finder { true } else { false } }

  /// Those that look at a contract among the others.
  private static let checkingNames = checked.filter { if case .names = $0.finder { true } else { false } }

  /// Those that look at hypotheses.
  private static let checkingHypotheses = checked.filter { if case .hypotheses = $0.finder { true } else { false } }

  /// Adds what is found in a contract by itself.
  package static func check(_ context: RuleContext, path: String, isStrict: Bool, into findings: inout [Diagnostic]) {
    let rules = checking
    for position in rules.indices {
      guard case .contract(let check) = rules[position].finder else { continue }
      let found = check(context)
      if !found.isEmpty { rules[position].rule.add(found, path, isStrict: isStrict, to: &findings) }
    }
  }

  /// Adds what is found in a file among the others.
  package static func check(_ context: NameContext, into findings: inout [Diagnostic]) {
    if !context.outline.hypotheses.isEmpty { check(context, by: checkingHypotheses, into: &findings) }
    if context.outline.id != nil { check(context, by: checkingNames, into: &findings) }
  }

  private static func check(_ context: NameContext, by rules: [CheckedRule], into findings: inout [Diagnostic]) {
    let outline = context.outline
    for position in rules.indices {
      let found: [Finding]
      switch rules[position].finder {
      case .names(let check), .hypotheses(let check): found = check(context)
      case .contract: continue
      }
      if !found.isEmpty { rules[position].rule.add(found, outline.path, isStrict: outline.isStrict, to: &findings) }
    }
  }

  /// In the order of their ids, in which their findings are made.
  private static let checked: [CheckedRule] = (publicRules + strictRules + HypothesisRules.all)
    .sorted { $0.rule.id < $1.rule.id }

  /// Those about what contracts say of which the finding is made elsewhere: once a project, or of another tool's files.
  private static let unchecked: [Rule] = [.featureUnused, .bindingUnresolved]

  private static let contract: [Rule] = checked.map(\.rule) + unchecked

  /// Those of the public validator.
  private static let publicRules: [CheckedRule] = [
    .metadataMissing, .referencesMissing, .versionMissing, .equationsMissing, .formulaMissing, .propertyMissing,
    .duplicateFormal, .duplicateFalsifierID, .predictionMissing, .ifFailsMissing, .duplicateHarnessID,
    .harnessObligationMissing, .harnessObligationUnresolved, .harnessBoundMissing, .qaGateMissing,
    .dischargedByNothing, .obligationFieldMisplaced,
    .parentNotADependency, .kindMisplaced, .notApplicableUnjustified,
  ]

  /// Those that it lacks.
  private static let strictRules: [CheckedRule] = [
    .versionNotSemver, .duplicateID, .idNotUnique, .bindsToMissing, .bindsToUnresolved, .bindsToPositional,
    .clauseUnbound, .needlessJustification, .statusUnknown, .checksMissing, .checkCondition, .checkThreshold,
    .checkDirection, .metricUnknown, .boundMissing, .boundInvalid, .domainMissing, .domainInvalid,
    .domainContradicted, .mutantsMissing, .mutantName, .testName,
    .testNotFound, .runInvalid, .runNotFound, .dependsOnUnresolved,
    .dependsOnCycle, .gateUnresolved, .gateCycle, .referenceUnresolved, .implementationNotFound, .appliesToUnresolved,
    .needInvalid, .liveWithoutWeights, .blockedUnjustified, .evidencePath, .looseningExpired, .noiseUnmeasured,
    .faultUnresolved, .faultUntried, .faultRequired, .survivorNotFound, .waiverUnanswered,
    .weightsDigestDiffers, .bitsPerWeight, .misleadingKey,
  ]

  private static let settings: [Rule] = [
    .suppressionInvalid, .suppressionExpired, .suppressionUnused, .settingInvalid,
    .baselineUnreadable, .baselineStale,
  ]
}

extension Rule {
  /// Adds what a check of this rule has found in a file.
  fileprivate func add(_ found: [Finding], _ path: String, isStrict: Bool, to findings: inout [Diagnostic]) {
    for finding in found {
      findings.append(
        Diagnostic(
          rule: id, severity: finding.severity ?? severity.severity(strict: isStrict), message: finding.message,
          path: path, range: finding.range, help: finding.help, related: finding.related))
    }
  }
}
