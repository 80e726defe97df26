import ContractKit

/// `pv conform` in shards: each falsifier leaves a report of its own, and reports are added up.
package enum ConformanceShards {
  /// The record of a shard that has not begun.
  ///
  /// - Parameter durations: of pieces; nil where none are known.
  package static func record(
    _ run: ConformanceRun, _ index: ShardIndex, durations: Durations?, command: [String]
  ) -> ShardRecord {
    let (request, head) = (run.request, run.head)
    let shards = ShardSplit.shards(of: run.items, durations: durations?.milliseconds ?? [:], count: index.count)
    func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
    var inputs = [
      "library": head.sha256, "pv": ProgramVersion.current, "shipped": ShippedFiles.digest.description,
    ]
    inputs["durations"] = durations.map { Digest(of: $0.bytes).description }
    return ShardRecord(
      kind: .conform, index: index,
      parameters: [
        "library": .string(request.library), "seed": .string(request.seed), "timeout": .integer(request.timeout),
        "contract": texts(request.contracts), "falsifier": texts(request.falsifiers),
        "contracts": request.contractsFolder.map(JSON.string) ?? .null,
        "threads": .integer(head.threads), "threads_given": .bool(request.threads != nil),
        // A library chooses its code by these.
        "architecture": .string(head.machine.architecture),
        "features": texts(head.machine.features), "system": .string(head.machine.system),
      ], inputs: inputs,
      demand: run.items.map { item in
        ShardRecord.Item(
          name: item, shard: shards[item]!,
          digests: run.contractDigest(of: item).map { ["contract": $0.description] } ?? [:])
      }, command: command)
  }

  /// Tries a shard's pieces, each into a file of its own.
  ///
  /// - Parameter progress: told of each piece before it is begun: its name, its number and how many there are.
  /// - Returns: what was found of them together.
  /// - Throws: `ConformanceError`; `FileError`.
  package static func run(
    _ run: ConformanceRun, _ record: ShardRecord, in folder: ShardFolder,
    progress: (String, Int, Int) -> Void = { _, _, _ in }
  ) throws -> ConformanceReport? {
    try folder.begin(record)
    var done: [String: ShardRecord.Done] = [:]
    var reports: [ConformanceReport] = []
    let own = record.own
    for (index, item) in own.enumerated() {
      progress(item, index, own.count)
      let start = ContinuousClock.now
      let report = try run.report(of: item)
      let bytes = report.bytes
      try Files.replace(file(of: item), below: folder.path, with: bytes)
      var outcome = ["report": JSON.string(Digest(of: bytes).description)]
      outcome["verdict"] = report.clauses.first.map { .string($0.verdict.rawValue) }
      done[item] = .init(
        outcome: .object(outcome), milliseconds: Int(((ContinuousClock.now - start) / .milliseconds(1)).rounded()))
      reports.append(report)
    }
    try run.requireUnchanged()
    try Files.replace(
      Durations.fileName, below: folder.path, with: Durations(done.compactMapValues(\.milliseconds)).bytes)
    try folder.finish(record, done: done, files: own.map(file))
    return reports.isEmpty ? nil : ConformanceReport(uniting: reports)
  }

  /// The report of all shards.
  ///
  /// - Throws: `ShardUnion.Refusal` where they were made by another `pv`, or of another library than stands here.
  package static func report(_ union: ShardUnion) throws(ShardUnion.Refusal) -> ConformanceReport {
    let common = union.common
    let library = common.parameters["library"]?.string ?? ""
    let path = PathText.absolute(library)
    var problems: [String] = []
    for (name, own) in [("pv", ProgramVersion.current), ("shipped", ShippedFiles.digest.description)] {
      let other = common.inputs[name] ?? "none"
      guard other != own else { continue }
      problems.append(
        "\(PathText.shown(union.attempts[0].folder)): it was tried by another pv: its `\(name)` is "
          + "\(other.prefix(12)), and that of this one \(own.prefix(12)); merge with the pv that wrote it")
    }
    if let here = try? Digest.ofFile(path).digest.description, here != common.inputs["library"] {
      problems.append(
        "\(SafeText.line(library)) is another library than the one that was tried: it has \(here.prefix(12))…, and that had "
          + "\(common.inputs["library"]?.prefix(12) ?? "none")…; run the shards again, or merge where it is not")
    }
    var reports: [ConformanceReport] = []
    for item in common.demand {
      let attempt = union.attempt(of: item)
      let name = file(of: item.name)
      do {
        let bytes = try Files.read(name, below: attempt.folder, limit: 1 << 30)
        guard attempt.outcome(of: item.name)?["report"]?.string == Digest(of: bytes).description else {
          throw ConformanceReport.Unreadable(description: "it is not the report that the shard's record names")
        }
        let report = try ConformanceReport(reading: bytes, library: path)
        guard report.head == reports.first?.head ?? report.head,
          report.head.sha256 == common.inputs["library"], report.head.seed == common.parameters["seed"]?.string
        else { throw ConformanceReport.Unreadable(description: "it is of another trial than the shard's record") }
        let tried = report.clauses.map { "\($0.contract)/\($0.falsifier)" }
        guard tried == (item.name == ConformanceRun.roundName ? [] : [item.name]) else {
          throw ConformanceReport.Unreadable(
            description:
              "it is of \(tried.isEmpty ? "no falsifier" : tried.joined(separator: ", ")), not of \(item.name)")
        }
        reports.append(report)
      } catch {
        problems.append("\(PathText.shown(attempt.folder))/\(name): \(error); run it again: \(attempt.record.again())")
      }
    }
    guard problems.isEmpty, !reports.isEmpty else { throw ShardUnion.Refusal(problems: problems) }
    return ConformanceReport(uniting: reports)
  }

  /// Where the report of a piece stands in a shard's folder.
  private static func file(of item: String) -> String {
    "reports/\(item.split(separator: "/").last.map(String.init) ?? item).json".replacing(" ", with: "-")
  }
}
