/// Statistics of traces that stand in a project, for numbers in prose that point at them.
///
/// Read are manifests of `pv trace` and what `pv trace --check --json` writes: docs/traces.md. Their decimals are
/// rounded, and a printed number is held against what stands there.
struct TraceStatistics {
  let root: String

  /// What a file says of a stage.
  func value(_ statistic: String, of stage: String, in file: String) throws(ProseValues.Unresolved) -> ProseValue {
    func unresolved(_ reason: String) -> ProseValues.Unresolved { .init(reason: reason) }
    guard PathText.staysInside(file), let bytes = try? Files.read(file, below: root),
      let json = try? JSON(reading: bytes)
    else { throw unresolved("there is no JSON file \(file) in the project") }
    let schema = json["schema"]?.string ?? "none"
    guard ["pv-trace-manifest", "pv-trace-check"].contains(schema), let stages = json["stages"]?.array else {
      throw unresolved("\(file) is neither the manifest nor the check of a trace")
    }
    guard let entry = stages.first(where: { Self.name(of: $0) == stage }) else {
      throw unresolved("\(file) has \(stages.compactMap(Self.name).joined(separator: ", "))")
    }
    let known = Self.statistics(entry)
    guard let value = known[statistic] else {
      throw unresolved("\(file) has \(known.keys.sorted(by: Files.utf8Order).joined(separator: ", ")) of \(stage)")
    }
    return value
  }

  private static func name(of entry: JSON) -> String? {
    if let point = entry["point"]?.string { return point }
    guard let path = entry["path"]?.string else { return nil }
    return path.hasSuffix(".bin") ? String(path.dropLast(4)) : path
  }

  /// By name, those of all positions, `last_position.NAME`, and those that a check adds.
  private static func statistics(_ entry: JSON) -> [String: ProseValue] {
    var known = numbers(entry["rounded_display"], before: "")
    for (member, prefix) in [("statistics", ""), ("last_position", "last_position.")] {
      known.merge(numbers(entry[member], before: prefix)) { $1 }
      known.merge(numbers(entry[member]?["rounded_display_over_finite"], before: prefix)) { $1 }
    }
    return known
  }

  private static func numbers(_ json: JSON?, before prefix: String) -> [String: ProseValue] {
    var known: [String: ProseValue] = [:]
    for (name, value) in json?.object ?? [:] {
      if let count = value.integer { known[prefix + name] = ProseValue(count) }
      guard let text = value.string else { continue }
      known[prefix + name] = ExactDecimal(text).map { .number($0.fraction, display: text) } ?? .notFinite(text)
    }
    return known
  }
}
