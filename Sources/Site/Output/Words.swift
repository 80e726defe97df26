import ContractKit

/// The words of verdicts on pages: a sign, a word, and a color that says no more than both.
enum Words {
  /// A status.
  static func chip(_ status: Status) -> HTML {
    switch status {
    case .discharged: chip("✔", "DISCHARGED", "good")
    case .partial: chip("◐", "PARTIAL_ALGORITHM_LEVEL", "part")
    case .pending: chip("○", "PENDING", "open")
    case .falsified: chip("✖", "FALSIFIED", "bad")
    case .blocked: chip("■", "BLOCKED", "open")
    }
  }

  /// The status of an entry, with what else people must know of it.
  static func chip(_ entry: Verification.Entry) -> HTML {
    guard entry.isWaived, let waiver = entry.falsifier.waiver else { return chip(entry.verdict.status) }
    return "\(chip(entry.verdict.status)) waived until \(waiver.until.value.description)"
  }

  /// Whether a gate passes.
  static func gate(passes: Bool) -> HTML { passes ? chip("✔", "pass", "good") : chip("✖", "fail", "bad") }

  /// What a check came to.
  static func chip(_ outcome: CheckResult.Outcome) -> HTML {
    switch outcome {
    case .holds: chip("✔", "holds", "good")
    case .violated: chip("✖", "violated", "bad")
    case .notMeasured: chip("○", "not measured", "open")
    case .asserted: chip("○", "asserted, not measured", "open")
    }
  }

  /// What became of a mutant.
  static func chip(_ outcome: MutantResult.Outcome) -> HTML {
    switch outcome {
    case .killed(let metric): "\(chip("✔", "killed", "good")) by <code>\(metric)</code>"
    case .survived: chip("✖", "survives", "bad")
    case .inactive: chip("✖", "inactive: its output is the real kernel's", "bad")
    case .didNotRun: chip("○", "did not run", "open")
    case .repeats(let other): "\(chip("✖", "repeats", "bad")) <code>\(other)</code>"
    }
  }

  /// What became of a wrong array.
  static func chip(_ result: ImpostorResult) -> HTML {
    switch result.outcome {
    case .caught(let metric): "\(chip("✔", "seen", "good")) by <code>\(metric)</code>"
    case .passes where result.reason != nil: "\(chip("◐", "blind", "part")): \(HTML.clipped(result.reason ?? ""))"
    case .passes: chip("✖", "passes every check", "bad")
    case .notApplicable(let why): "\(chip("–", "none", "open")): \(why)"
    case .didNotRun: chip("○", "did not run", "open")
    }
  }

  /// A sign with its word.
  static func chip(_ sign: String, _ word: String, _ style: String) -> HTML {
    "<span class=\"chip \(style)\"><span aria-hidden=\"true\">\(sign)</span> \(word)</span>"
  }

  /// A margin as a cell of a table: halvings to the threshold.
  static func margin(_ margin: Double?) -> Table.Cell {
    // Equalities have none, and stand behind everything that has one.
    let key: String
    switch margin {
    case nil: key = "1e308"
    case let margin? where margin.isFinite: key = "\(margin)"
    default: key = "1e307"
    }
    return Table.Cell("\(Margin.text(margin))", key: key)
  }

  /// A measured value as a cell of a table; long texts, such as digests, shortened with the whole in the title.
  static func measured(_ measurement: Evidence.Measurement?) -> Table.Cell {
    guard let measurement else { return "–" }
    let key: String?
    switch measurement.value {
    case .real(let number): key = number.isFinite ? "\(number)" : nil
    case .count(let count): key = "\(Double(count))"
    case .text: key = nil
    }
    return Table.Cell(short(measurement.display), key: key)
  }

  /// Digests by their first digits.
  static func short(_ text: String) -> HTML {
    guard text.utf8.count > 24 else { return "\(text)" }
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
