import ContractKit

/// Code lenses: the derived status above each falsifier. They run nothing, and so name no command.
enum StatusLenses {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let document = try server.document(parameters)
    return JudgedFalsifiers.list(server, document) { falsifier, entry in
      [
        [
          "range": document.lines.range(of: falsifier.id.range.offsets, server.encoding).json,
          "command": ["title": .string(title(entry)), "command": ""],
        ]
      ]
    }
  }

  private static func title(_ entry: Verification.Entry) -> String {
    let status = entry.verdict.status.rawValue + (entry.isWaived ? ", waived" : "")
    if let reason = entry.verdict.reasons.first { return "\(status): \(reason)" }
    guard let (metric, margin) = MeasuredText.smallestMargin(entry) else { return status }
    return "\(status), smallest margin \(Margin.text(margin)) (\(metric))"
  }
}
