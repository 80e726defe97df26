import ContractKit

extension ConformanceReport {
  /// Why a file is no report that this `pv` writes.
  struct Unreadable: Error, CustomStringConvertible {
    let description: String
  }

  /// The report in a file's bytes.
  ///
  /// - Parameter path: where the library stood, absolute.
  /// - Throws: `Unreadable`, also for a report that would be written in other bytes than these.
  init(reading bytes: [UInt8], library path: String) throws(Unreadable) {
    let json: JSON
    do { json = try JSON(reading: bytes) } catch { throw Unreadable(description: "\(error)") }
    guard let report = Self.report(json, path), report.bytes == bytes else {
      throw Unreadable(
        description:
          "it is not a \(ConformanceSchema.name) of version \(ConformanceSchema.version) as this pv writes it")
    }
    self = report
  }

  /// What is left out or of another kind is not looked for one by one: such a report is written in other bytes.
  private static func report(_ json: JSON, _ path: String) -> ConformanceReport? {
    guard let library = json["library"], let machine = json["machine"], let bytes = library["bytes"]?.integer,
      let threads = json["threads"]?.integer
    else { return nil }
    func texts(_ json: JSON?) -> [String] { json?.array?.compactMap(\.string) ?? [] }
    let head = Head(
      path: path, bytes: bytes, sha256: text(library["sha256"]), exported: texts(library["exports"]),
      seed: text(json["seed"]), threads: threads,
      machine: Machine(
        architecture: text(machine["architecture"]), features: texts(machine["features"]),
        system: text(machine["system"])))
    let contracts = (json["contracts"]?.array ?? []).map {
      ContractUsed(id: text($0["id"]), version: text($0["version"]), sha256: text($0["sha256"]))
    }
    var records: [Operation: OperationRecord] = [:]
    for each in json["operations"]?.array ?? [] {
      guard let operation = Operation.allCases.first(where: { $0.symbol == each["symbol"]?.string }) else { return nil }
      records[operation] = record(each)
    }
    return ConformanceReport(
      head, contracts: contracts, clauses: (json["clauses"]?.array ?? []).compactMap(clause), records: records)
  }

  private static func text(_ json: JSON?) -> String { json?.string ?? "" }

  private static func clause(_ json: JSON) -> ClauseResult? {
    func texts(_ json: JSON?) -> [String] { json?.array?.compactMap(\.string) ?? [] }
    guard let verdict = json["verdict"]?.string.flatMap(ConformanceVerdict.init(rawValue:)),
      let calls = json["calls"]?.integer
    else { return nil }
    var result = ClauseResult(
      contract: text(json["contract"]), falsifier: text(json["falsifier"]), clauses: texts(json["clauses"]),
      verdict: verdict, command: text(json["command"]))
    (result.reason, result.diagnosis, result.calls) = (json["reason"]?.string, json["diagnosis"]?.string, calls)
    result.checks = (json["checks"]?.array ?? []).map {
      ClauseResult.Check(
        metric: text($0["metric"]), condition: text($0["condition"]), measured: $0["measured"]?.string,
        holds: $0["holds"]?.bool)
    }
    result.inputs = (json["inputs"]?.array ?? []).map {
      ClauseResult.Input(name: text($0["name"]), cases: $0["cases"]?.integer ?? 0, sha256: text($0["sha256"]))
    }
    result.report = texts(json["report"])
    result.incidents = (json["incidents"]?.array ?? []).map(occurrence)
    result.counterexample = json["counterexample"].map {
      ClauseResult.Counterexample(
        origin: text($0["origin"]), members: texts($0["members"]), report: texts($0["report"]), line: text($0["case"]))
    }
    return result
  }

  private static func occurrence(_ json: JSON) -> Occurrence {
    Occurrence(what: text(json["what"]), call: text(json["call"]), falsifier: text(json["falsifier"]))
  }

  private static func record(_ json: JSON) -> OperationRecord {
    func breaches(_ json: JSON?) -> OperationRecord.Breaches? {
      guard let count = json?["breaches"]?.integer, let first = json?["first"] else { return nil }
      return OperationRecord.Breaches(count: count, first: occurrence(first))
    }
    var record = OperationRecord()
    record.calls = json["calls"]?.integer ?? 0
    for invariance in Invariance.allCases {
      let entry = json["invariances"]?[invariance.rawValue]
      record.compared[invariance] = entry?["compared"]?.integer
      record.differences[invariance] = breaches(entry)
    }
    for manner in Manner.allCases { record.breaches[manner] = breaches(json["manners"]?[manner.rawValue]) }
    return record
  }
}
