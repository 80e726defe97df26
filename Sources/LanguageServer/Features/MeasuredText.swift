import ContractKit

/// What was measured, in a few words.
enum MeasuredText {
  /// A falsifier: its status and why, every check with its margin, and the mutant that came closest to passing.
  static func falsifier(_ entry: Verification.Entry) -> String {
    var lines = ["\(entry.falsifier.id.value): \(entry.verdict.status.rawValue)\(entry.isWaived ? ", waived" : "")"]
    lines += entry.verdict.reasons.prefix(5).map { "- \($0)" }
    lines += entry.falsifier.checks.indices.compactMap { check(entry, $0).map { "- \($0)" } }
    let killed = entry.verdict.mutants.count { if case .killed = $0.outcome { true } else { false } }
    if !entry.verdict.mutants.isEmpty { lines.append("- \(killed) of \(entry.verdict.mutants.count) mutants caught") }
    return lines.joined(separator: "\n")
  }

  /// A check: measured, demanded, margin, and the weakest mutant; nil where it is not there.
  static func check(_ entry: Verification.Entry, _ index: Int) -> String? {
    guard entry.falsifier.checks.indices.contains(index) else { return nil }
    let check = entry.falsifier.checks[index]
    guard let result = result(of: entry, index) else {
      return "`\(check.metric.value)` \(check.demand): not judged, the falsifier is \(entry.verdict.status.rawValue)"
    }
    var text = "`\(check.metric.value)` = \(short(result.measurement?.display ?? "not measured")), \(check.condition)"
    text += ", margin \(Margin.text(result.margin))"
    if let weakest = entry.verdict.windows.first(where: { $0.check.range == check.range })?.weakest {
      text += "; weakest mutant `\(weakest.name)` at \(short(weakest.measurement.display))"
    } else if let violator = result.violators.first {
      let more = result.violators.count - 1
      text += "; violated by `\(violator)`" + (more > 0 ? " and \(more) more" : "")
    }
    return text
  }

  /// The verdict on a check; nil where the falsifier was not judged.
  static func result(of entry: Verification.Entry, _ index: Int) -> CheckResult? {
    entry.verdict.checks.indices.contains(index) ? entry.verdict.checks[index] : nil
  }

  /// The smallest margin of a falsifier's checks; nil where all are exact, or none was judged.
  static func smallestMargin(_ entry: Verification.Entry) -> (metric: String, margin: Double)? {
    entry.verdict.checks.compactMap { result in result.margin.map { (result.check.metric.value, $0) } }
      .min { $0.1 < $1.1 }.map { (metric: $0.0, margin: $0.1) }
  }

  /// A digest by its first digits.
  static func short(_ text: String) -> String { text.utf8.count > 24 ? text.prefix(12) + "…" : text }
}
