/// What a recorded ratio is of: `METRIC of NAME (EXTENT) over that of NAME (EXTENT)`, under `over`.
package struct RatioOperands {
  private let metric: String
  private let drift: String
  private let unit: String
  /// As it stands in the evidence.
  package let text: String

  /// Two drifts that one metric measured, each with how many elements it has.
  package init(metric: String, drift: String, _ extent: String, unit: String, _ extentOfUnit: String) {
    (self.metric, self.drift, self.unit) = (metric, drift, unit)
    text = "\(metric) of \(drift) (\(extent)) over that of \(unit) (\(extentOfUnit))"
  }

  private init?(_ text: String) {
    var rest = text.utf8[...]
    func take(_ words: String) -> Bool {
      guard rest.starts(with: words.utf8) else { return false }
      rest = rest.dropFirst(words.utf8.count)
      return true
    }
    func name(hasDots: Bool) -> String? {
      let name = rest.prefix { byte in
        byte &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
          || hasDots && byte == UInt8(ascii: ".")
      }
      rest = rest[name.endIndex...]
      return name.isEmpty ? nil : String(Substring(name))
    }
    func takeExtent() -> Bool {
      guard take(" (") else { return false }
      let extent = rest.prefix { $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") }
      rest = rest[extent.endIndex...]
      return !extent.isEmpty && take(")")
    }
    guard let metric = name(hasDots: false), take(" of "), let drift = name(hasDots: true), takeExtent(),
      take(" over that of "), let unit = name(hasDots: true), takeExtent(), rest.isEmpty
    else { return nil }
    (self.metric, self.drift, self.unit, self.text) = (metric, drift, unit, text)
  }

  /// What is wrong with the ratios among measurements: one that does not name its operands, or that is not the quotient
  /// of what is measured beside it under these names.
  static func problem(in measurements: [String: Evidence.Measurement]) -> (metric: String, problem: String)? {
    for (name, ratio) in measurements where MetricName.component(of: name) == "ratio" && !ratio.isAsserted {
      guard let operands = RatioOperands(ratio.over ?? "") else { return (name, "does not name its operands") }
      guard let value = number(ratio), let drift = number(measurements["\(operands.drift).\(operands.metric)"]),
        let unit = number(measurements["\(operands.unit).\(operands.metric)"])
      else { continue }
      let quotient = drift / unit
      guard value == quotient || value.isNaN && quotient.isNaN else {
        return (name, "is not \(operands.drift).\(operands.metric) over \(operands.unit).\(operands.metric)")
      }
    }
    return nil
  }

  private static func number(_ measurement: Evidence.Measurement?) -> Double? {
    switch measurement?.value {
    case .real(let number): number
    case .count(let count): Double(count)
    case .text, nil: nil
    }
  }
}
