import Base

extension TraceVerification {
  /// So many differences are listed; of another run, nearly all members differ.
  private static let limit = 20

  /// The same, or what differs, a line each; then what was not judged.
  public var text: String {
    var lines: [String] = []
    if differences.isEmpty {
      lines.append("match: every captured bit, every token id and every judged member of the manifest is the same")
    } else {
      lines += differences.prefix(Self.limit).map { "differs: \($0)" }
      if differences.count > Self.limit { lines.append("and \(differences.count - Self.limit) differences more") }
    }
    if !shownOnly.isEmpty { lines.append("shown only, not judged: \(shownOnly.joined(separator: ", "))") }
    lines += notJudged.map { "not judged: \($0)" }
    if differences.isEmpty {
      lines.append("trace hash: \(recorded)")
      if let recordedRun { lines.append("run hash: \(recordedRun)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The result for programs.
  public var json: JSON {
    func text(_ digest: Digest?) -> JSON { digest.map { .string($0.description) } ?? .null }
    return .object([
      "schema": .string("pv-trace-verification"), "version": .integer(1), "match": .bool(differences.isEmpty),
      "difference": difference.map { .string("\($0)") } ?? .null,
      "differences": .array(differences.map(\.json)), "shown_only": .array(shownOnly.map(JSON.string)),
      "not_judged": .array(notJudged.map(JSON.string)),
      "recorded_trace_hash": text(recorded), "rerun_trace_hash": text(rerun), "recorded_run_hash": text(recordedRun),
      "rerun_run_hash": text(rerunRun),
    ])
  }
}
