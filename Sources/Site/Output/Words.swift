import ContractKit

/// The words of verdicts on pages: a sign, a word, and a color that says no more than both.
enum Words {
  /// A status.
  static func chip(_ status: Status) -> HTML {
    switch status {
    case .discharged: chip(.good, "DISCHARGED")
    case .partial: chip(.part, "PARTIAL_ALGORITHM_LEVEL")
    case .pending: chip(.open, "PENDING")
    case .falsified: chip(.bad, "FALSIFIED")
    case .blocked: chip(.blocked, "BLOCKED")
    }
  }

  /// The status of an entry, with what else people must know of it.
  static func chip(_ entry: Verification.Entry) -> HTML {
    guard entry.isWaived, let waiver = entry.falsifier.waiver else { return chip(entry.verdict.status) }
    return "\(chip(entry.verdict.status)) waived until \(waiver.until.value.description)"
  }

  /// Whether a gate passes.
  static func gate(passes: Bool) -> HTML { passes ? chip(.good, "pass") : chip(.bad, "fail") }

  /// What a check came to.
  static func chip(_ outcome: CheckResult.Outcome) -> HTML {
    switch outcome {
    case .holds: chip(.good, "holds")
    case .violated: chip(.bad, "violated")
    case .notMeasured: chip(.open, "not measured")
    case .asserted: chip(.open, "asserted, not measured")
    }
  }

  /// What became of a mutant.
  static func chip(_ outcome: MutantResult.Outcome) -> HTML {
    switch outcome {
    case .killed(let metric): "\(chip(.good, "killed")) by <code>\(metric)</code>"
    case .survived: chip(.bad, "survives")
    case .inactive: chip(.bad, "inactive: its output is the real kernel's")
    case .didNotRun: chip(.open, "did not run")
    case .repeats(let other): "\(chip(.bad, "repeats")) <code>\(other)</code>"
    }
  }

  /// What became of a mutant, without the metric of the check.
  static func isKilled(_ outcome: MutantResult.Outcome) -> HTML {
    if case .killed = outcome { chip(.good, "killed") } else { chip(outcome) }
  }

  /// What became of a wrong array.
  static func chip(_ result: ImpostorResult) -> HTML {
    switch result.outcome {
    case .caught(let metric): "\(chip(.good, "seen")) by <code>\(metric)</code>"
    case .passes where result.reason != nil: "\(chip(.part, "blind")): \(HTML.clipped(result.reason ?? ""))"
    case .passes: chip(.bad, "passes every check")
    case .notApplicable(let why): "\(chip(.none, "none")): \(why)"
    case .didNotRun: chip(.open, "did not run")
    }
  }

  /// A sign with its word; the style sheet puts the sign in front, which a screen reader does not say.
  static func chip(_ sign: Sign, _ word: String) -> HTML { "<b class=\(sign.rawValue)>\(word)</b>" }

  /// The signs, by their classes in the style sheet.
  enum Sign: String {
    case good = "g"
    case bad = "x"
    case part = "p"
    case open = "o"
    case blocked = "k"
    case none = "n0"
    case down = "d"
    case up = "u"
    case mixed = "m"
    case asked = "q"
    case warning = "w"
  }

  /// A margin as a cell of a table: halvings to the threshold.
  static func margin(_ margin: Double?) -> Table.Cell {
    // Equalities have none, and stand behind everything that has one.
    let key: String
    switch margin {
    case nil: key = "1e308"
    case let margin? where margin.isFinite: key = String(printf: "%.6g", margin)
    default: key = "1e307"
    }
    return Table.Cell("\(Margin.text(margin))", key: key)
  }

  /// A measured value as a cell of a table; long texts, such as digests, shortened with the whole in the title.
  static func measured(_ measurement: Evidence.Measurement?) -> Table.Cell {
    guard let measurement else { return "–" }
    return Table.Cell(short(measurement.display))
  }

  /// Digests, and what else is longer than a limit, by their first digits.
  static func short(_ text: String, limit: Int = 24) -> HTML {
    guard text.utf8.count > limit else { return "\(text)" }
    return "<abbr title=\"\(text)\">\(text.prefix(12))…</abbr>"
  }

  /// A number of things.
  static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(number) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Prose of a contract: numbers that point at evidence are read as numbers.
  static func prose(_ text: String?) -> HTML { HTML.clipped(ProseNumber.plain(text ?? "")) }

  /// The claim of a falsifier in a few words.
  static func claim(_ falsifier: Falsifier) -> HTML {
    falsifier.rule.map { prose($0.value) } ?? "\(falsifier.bindsTo.map(\.value).joined(separator: ", "))"
  }
}
