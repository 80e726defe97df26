import ContractKit

/// Inlay hints: what was measured, beside each threshold.
enum MeasuredHints {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let document = try server.document(parameters)
    guard let range = TextRange(parameters["range"]) else { throw .invalid("no `range`") }
    switch server.verdicts(of: document.path) {
    case nil: return .value([])
    case .awaited(let key)?: return .awaiting(key)
    case .known(let verification)?:
      let statuses = Dictionary(
        verification.entries.filter { $0.contract.path == document.path }.map { ($0.falsifier.id.value, $0) },
        uniquingKeysWith: { first, _ in first })
      var hints: [JSON] = []
      for falsifier in document.readableFile?.contract?.falsifiers ?? [] {
        guard let entry = statuses[falsifier.id.value] else { continue }
        for (index, check) in falsifier.checks.enumerated() {
          guard let result = MeasuredText.result(of: entry, index), let measurement = result.measurement else {
            continue
          }
          let place = document.lines.position(of: check.condition.threshold.offsets.upperBound, server.encoding)
          guard range.start <= place, place <= range.end else { continue }
          let margin = result.margin.map { ", margin \(Margin.text($0))" } ?? ""
          hints.append([
            "position": place.json, "paddingLeft": .bool(true),
            "label": .string("measured \(MeasuredText.short(measurement.display))\(margin)"),
          ])
        }
      }
      return .value(.array(hints))
    }
  }
}

extension Check.Condition {
  /// Where the number or the text stands that is compared with.
  var threshold: SourceRange {
    switch self {
    case .atMost(let bound), .atLeast(let bound), .notEquals(let bound), .equals(let bound, nil): bound.range
    case .equals(_, let within?): within.range
    case .equalsText(let text), .notEqualsText(let text): text.range
    }
  }
}
