import ContractKit

/// Code lenses: the derived status above each falsifier. They run nothing, and so name no command.
enum StatusLenses {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let document = try server.document(parameters)
    switch server.verdicts(of: document.path) {
    case nil: return .value([])
    case .awaited(let key)?: return .awaiting(key)
    case .known(let verification)?:
      let statuses = Dictionary(
        verification.entries.filter { $0.contract.path == document.path }.map { ($0.falsifier.id.value, $0) },
        uniquingKeysWith: { first, _ in first })
      let falsifiers = document.readableFile?.contract?.falsifiers ?? []
      return .value(
        .array(
          falsifiers.compactMap { falsifier in
            statuses[falsifier.id.value].map { entry in
              [
                "range": document.lines.range(of: falsifier.id.range.offsets, server.encoding).json,
                "command": ["title": .string(title(entry)), "command": ""],
              ]
            }
          }))
    }
  }

  private static func title(_ entry: Verification.Entry) -> String {
    let status = entry.verdict.status.rawValue + (entry.isWaived ? ", waived" : "")
    if let reason = entry.verdict.reasons.first { return "\(status): \(reason)" }
    guard let (metric, margin) = MeasuredText.smallestMargin(entry) else { return status }
    return "\(status), smallest margin \(Margin.text(margin)) (\(metric))"
  }
}
