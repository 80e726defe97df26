import ContractKit

extension ConformanceReport {
  /// The bytes of the file: canonical, with the digest of the bytes inside, as evidence has it.
  public var bytes: [UInt8] { JSON.bytes(withOwnDigest: json(digest:)) }

  private func json(digest: String) -> JSON {
    .object([
      "schema": .object(["name": .string(ConformanceSchema.name), "version": .integer(ConformanceSchema.version)]),
      "library": .object([
        "name": .string(Self.name(head.path)),
        "bytes": .integer(head.bytes), "sha256": .string(head.sha256), "exports": Self.texts(head.exported),
      ]),
      "machine": .object([
        "architecture": .string(head.machine.architecture), "features": Self.texts(head.machine.features),
        "system": .string(head.machine.system),
      ]),
      "seed": .string(head.seed), "threads": .integer(head.threads),
      "contracts": .array(
        contracts.map {
          .object(["id": .string($0.id), "version": .string($0.version), "sha256": .string($0.sha256)])
        }),
      "clauses": .array(clauses.map(Self.json)),
      "operations": .array(operations.map(Self.json)),
      "counts": .object(
        Dictionary(uniqueKeysWithValues: ConformanceVerdict.allCases.map { ($0.rawValue, .integer(count($0))) })),
      "digest": .string(digest),
    ])
  }

  /// Reports have the library's name alone, so that they do not depend on where it stands.
  private static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  private static func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }

  private static func json(_ result: ClauseResult) -> JSON {
    var members: [String: JSON] = [
      "contract": .string(result.contract), "falsifier": .string(result.falsifier),
      "clauses": texts(result.clauses), "verdict": .string(result.verdict.rawValue), "calls": .integer(result.calls),
      "checks": .array(result.checks.map(json)), "command": .string(result.command),
      "inputs": .array(
        result.inputs.map {
          .object(["name": .string($0.name), "cases": .integer($0.cases), "sha256": .string($0.sha256)])
        }),
      "report": texts(result.report), "incidents": .array(result.incidents.map(json)),
    ]
    members["reason"] = result.reason.map(JSON.string)
    members["diagnosis"] = result.diagnosis.map(JSON.string)
    members["counterexample"] = result.counterexample.map {
      .object([
        "origin": .string($0.origin), "members": texts($0.members), "report": texts($0.report),
        "case": .string($0.line),
      ])
    }
    return .object(members)
  }

  private static func json(_ check: ClauseResult.Check) -> JSON {
    var members: [String: JSON] = ["metric": .string(check.metric), "condition": .string(check.condition)]
    members["measured"] = check.measured.map(JSON.string)
    members["holds"] = check.holds.map(JSON.bool)
    return .object(members)
  }

  private static func json(_ incident: Occurrence) -> JSON {
    .object([
      "what": .string(incident.what), "call": .string(incident.call), "falsifier": .string(incident.falsifier),
    ])
  }

  private static func json(_ result: OperationResult) -> JSON {
    func breach(_ breaches: OperationRecord.Breaches?) -> [String: JSON] {
      guard let breaches else { return [:] }
      return ["breaches": .integer(breaches.count), "first": json(breaches.first)]
    }
    let record = result.record
    return .object([
      "symbol": .string(result.operation.symbol), "calls": .integer(record.calls),
      "invariances": .object(
        Dictionary(
          uniqueKeysWithValues: Invariance.allCases.filter { record.compared[$0] != nil }.map {
            var members = breach(record.differences[$0])
            members["compared"] = .integer(record.compared[$0] ?? 0)
            return ($0.rawValue, .object(members))
          })),
      "manners": .object(
        Dictionary(
          uniqueKeysWithValues: Manner.allCases.map {
            var members = breach(record.breaches[$0])
            members["holds"] = .bool(record.breaches[$0] == nil)
            return ($0.rawValue, .object(members))
          })),
    ])
  }
}
