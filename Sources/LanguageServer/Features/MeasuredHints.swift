import ContractKit

/// Inlay hints: what was measured, beside each threshold.
enum MeasuredHints {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let document = try server.document(parameters)
    guard let range = TextRange(parameters["range"]) else { throw .invalid("no `range`") }
    return JudgedFalsifiers.list(server, document) { falsifier, entry in
      falsifier.checks.enumerated().compactMap { index, check in
        guard let result = MeasuredText.result(of: entry, index), let measurement = result.measurement else {
          return nil
        }
        let place = document.lines.position(of: check.condition.threshold.offsets.upperBound, server.encoding)
        guard range.start <= place, place <= range.end else { return nil }
        let margin = result.margin.map { ", margin \(Margin.text($0))" } ?? ""
        return [
          "position": place.json, "paddingLeft": .bool(true),
          "label": .string("measured \(MeasuredText.short(measurement.display))\(margin)"),
        ]
      }
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
