/// All rules there are; nothing emits a finding of a rule that is not here.
public enum RuleCatalogue {
  /// In the order of their stages, by id within one.
  public static let all: [Rule] = (reading + format + contract + command + settings + verdict + change + conformance)
    .sorted { left, right in
      let stages = Rule.Stage.allCases
      let (a, b) = (stages.firstIndex(of: left.stage)!, stages.firstIndex(of: right.stage)!)
      return a == b ? left.id < right.id : a < b
    }

  /// The rule with an id.
  public static func rule(_ id: String) -> Rule? { all.first { $0.id == id } }

  /// Those that look at a contract by itself.
  private static let checking = all.filter { $0.check != nil }

  /// Those that look at a contract among the others.
  private static let checkingNames = all.filter { $0.checkNames != nil }

  /// Those that look at hypotheses.
  private static let checkingHypotheses = all.filter { $0.checkHypotheses != nil }

  /// Adds what is found in a contract by itself.
  static func check(_ context: RuleContext, path: String, isStrict: Bool, into findings: inout [Diagnostic]) {
    for rule in checking {
      if let found = rule.check?(context), !found.isEmpty { rule.add(found, path, isStrict: isStrict, to: &findings) }
    }
  }

  /// Adds what is found in a contract among the others.
  static func check(_ context: NameContext, path: String, isStrict: Bool, into findings: inout [Diagnostic]) {
    for rule in checkingNames {
      if let found = rule.checkNames?(context), !found.isEmpty {
        rule.add(found, path, isStrict: isStrict, to: &findings)
      }
    }
  }

  /// Adds what is found in the hypotheses of a file among all others.
  static func check(_ context: HypothesisContext, into findings: inout [Diagnostic]) {
    guard !context.hypotheses.isEmpty else { return }
    let outline = context.outline
    for rule in checkingHypotheses {
      if let found = rule.checkHypotheses?(context), !found.isEmpty {
        rule.add(found, outline.path, isStrict: outline.isStrict, to: &findings)
      }
    }
  }

  private static let reading: [Rule] = [
    .fileUnreadable, .fileTooLarge, .emptyFile, .invalidUTF8, .invalidCharacter, .yamlSyntax, .tooDeep, .yamlAlias,
    .multipleDocuments, .keyNotText, .duplicateKey, .notAContract,
  ]

  private static let format: [Rule] = [.wrongType, .missingKey, .nearMissKey, .unknownValue]

  private static let contract: [Rule] = publicRules + strictRules + HypothesisRules.all

  /// Those of the public validator.
  private static let publicRules: [Rule] = [
    .metadataMissing, .referencesMissing, .versionMissing, .equationsMissing, .formulaMissing, .propertyMissing,
    .duplicateFormal, .duplicateFalsifierID, .predictionMissing, .ifFailsMissing, .duplicateHarnessID,
    .harnessObligationMissing, .harnessObligationUnresolved, .harnessBoundMissing, .qaGateMissing, .featureUnused,
    .bindingUnresolved, .dischargedByNothing, .obligationFieldMisplaced,
    .parentNotADependency, .kindMisplaced, .notApplicableUnjustified,
  ]

  /// Those that it lacks.
  private static let strictRules: [Rule] = [
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

  private static let command: [Rule] = [.pathNotFound, .noContracts]

  private static let settings: [Rule] = [
    .suppressionInvalid, .suppressionExpired, .suppressionUnused, .unknownSetting, .settingInvalid,
    .baselineUnreadable, .baselineStale,
  ]

  /// Those that `pv verify` emits: `Rule("id", .verdict, .error, reason: "...", details: "...")`.
  private static let verdict: [Rule] = VerdictRules.all

  /// Those that `pv diff` emits.
  private static let change: [Rule] = ChangeRules.all

  /// Those that `pv conform` emits.
  private static let conformance: [Rule] = ConformanceRules.all
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
