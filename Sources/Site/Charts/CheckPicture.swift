import ContractKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One check on a logarithmic axis: the noise of the orders of summation, the measured value, the threshold, the mutants.
///
/// A picture of what the verdict has, for reading: nothing is judged by it. What is not a positive number has a place of
/// its own on either side of the axis.
struct CheckPicture {
  private let check: Check
  private let scale: Scale
  private let result: CheckResult
  private let window: Window?
  private let orders: [Mark]
  private let mutants: [Mark]
  private let measured: Mark
  private let threshold: Double

  /// Something with its place on the axis.
  private struct Mark {
    let name: String
    let text: String
    /// NaN and infinities stand at the right end.
    let value: Double
  }

  /// What the axis shows of a measurement.
  private enum Scale {
    case value, oneMinus, decibels, rising
    case distance(from: Double)

    func place(_ value: Double) -> Double {
      switch self {
      case .value, .rising: value
      case .oneMinus: 1 - value
      case .decibels: pow(10, -value / 20)
      case .distance(let target): abs(value - target)
      }
    }

    var words: HTML {
      switch self {
      case .value: ""
      case .rising: ". More is better"
      case .oneMinus: ". The axis shows 1 − cosine"
      case .decibels: ". The axis shows error over signal, 10^(−dB/20)"
      case .distance(let target) where target == 0: ""
      case .distance: ". The axis shows the distance from the value asked for"
      }
    }
  }

  /// Nil for a check of a text, such as bits or a digest, of what must differ, and of what was not measured.
  init?(_ result: CheckResult, window: Window?, evidence: Evidence) {
    let component = MetricName.component(of: result.check.metric.value)
    switch result.check.condition {
    case .atMost(let bound): (scale, threshold) = (.value, bound.value.approximation)
    case .atLeast(let bound):
      scale = component == "cosine" ? .oneMinus : component == "sqnr" ? .decibels : .rising
      threshold = scale.place(bound.value.approximation)
    case .equals(let target, let within):
      (scale, threshold) = (.distance(from: target.value.approximation), within?.value.approximation ?? 0)
    case .notEquals, .equalsText, .notEqualsText: return nil
    }
    guard let measurement = result.measurement, let value = Self.number(measurement) else { return nil }
    (check, self.result, self.window) = (result.check, result, window)
    let metric = result.check.metric.value
    let scale = scale
    measured = Mark(name: "measured", text: measurement.display, value: scale.place(value))
    func marks(_ values: [(String, [String: Evidence.Measurement])]) -> [Mark] {
      values.compactMap { name, measurements in
        guard let measurement = measurements[metric], let value = Self.number(measurement) else { return nil }
        return Mark(name: name, text: measurement.display, value: scale.place(value))
      }
    }
    orders = marks(evidence.orders.sorted { Files.utf8Order($0.key, $1.key) }.map { ($0.key, $0.value) })
    mutants = marks(
      evidence.mutants.sorted { Files.utf8Order($0.key, $1.key) }.map { ($0.key, $0.value.measurements) })
  }

  private static func number(_ measurement: Evidence.Measurement) -> Double? {
    switch measurement.value {
    case .real(let number): number
    case .count(let count): Double(count)
    case .text: nil
    }
  }

  // MARK: Places

  private static let (left, right, zero, infinite, width) = (96.0, 660.0, 40.0, 708.0, 740.0)

  private var exponents: ClosedRange<Int> {
    let all = ([measured] + orders + mutants).map(\.value) + [threshold]
    let positive = all.filter { $0 > 0 && $0.isFinite }.map { log10($0) }
    guard let low = positive.min(), let high = positive.max() else { return 0...1 }
    let (first, last) = (Int(low.rounded(.down)), Int(high.rounded(.up)))
    return first...max(last, first + 1)
  }

  private static func x(_ value: Double, _ exponents: ClosedRange<Int>) -> Double {
    guard value.isFinite else { return infinite }
    guard value > 0 else { return zero }
    let part = (log10(value) - Double(exponents.lowerBound)) / Double(exponents.count - 1)
    return left + part * (right - left)
  }

  /// The picture with its words.
  func figure(id: String) -> HTML {
    let exponents = exponents
    func x(_ value: Double) -> Double { Self.x(value, exponents) }
    let axis = 92.0
    var svg = HTML()
    svg += allowed(x(threshold), axis)
    svg += Self.grid(exponents, axis)
    svg += Self.group("noise", orders, x) { "M\($0) 80v24" }
    let weakest = window?.weakest?.name
    svg += Self.group("mutant", mutants.filter { $0.name != weakest }, x) { "M\($0) 94l5 9h-10z" }
    let at = Self.text(x(threshold))
    svg += "<path class=\"threshold\" d=\"M\(at) 30V\(Self.text(axis))\"/>"
    svg += Self.label(x(threshold), 24, "threshold \(check.condition.symbol)")
    let value = Self.text(x(measured.value))
    svg += """
      <path class="measured" d="M\(value) 82l6 8-6 8-6-8z"/>
      """
    svg +=
      "<path class=\"axis\" d=\"M\(value) 60v20\"/>" + Self.label(x(measured.value), 54, "measured \(measured.text)")
    if let weakest, let mark = mutants.first(where: { $0.name == weakest }) {
      let place = Self.text(x(mark.value))
      svg += "<path class=\"weakest\" d=\"M\(place) 92l7 12h-14z\"/>"
      svg +=
        "<path class=\"axis\" d=\"M\(place) 104v26\"/>"
        + Self.label(x(mark.value), 143, "weakest mutant \(mark.name): \(mark.text)")
    }
    return """
      <figure class="figure"><div class="canvas"><svg viewBox="0 0 \(Int(Self.width)) 150" width="\(Int(Self.width))" role="img" aria-labelledby="\(id)">\(svg)</svg></div>
      <figcaption id="\(id)">\(words)</figcaption></figure>

      """
  }

  private var words: HTML {
    var text: HTML = "<code>\(check.metric.value)</code>: measured \(measured.text), must be \(check.demand)"
    // Where there is no noise but that of the kernel, the value says it.
    if let window {
      if !orders.isEmpty { text += "; noise up to \(window.noise.measurement.display) (\(window.noise.name))" }
      if let weakest = window.weakest {
        text += "; weakest mutant <code>\(weakest.name)</code> at \(weakest.measurement.display)"
        if let above = window.marginAbove { text += ", \(Margin.text(above)) halvings beyond the threshold" }
      }
    }
    return "\(text)\(scale.words)"
  }

  // MARK: Parts

  private func allowed(_ x: Double, _ axis: Double) -> HTML {
    let (from, to): (Double, Double)
    if case .rising = scale {
      (from, to) = (x, Self.infinite - 24)
    } else {
      (from, to) = (Self.zero - 16, max(x, Self.zero + 16))
    }
    return
      "<path class=\"allowed\" d=\"M\(Self.text(from)) 70H\(Self.text(to))V\(Self.text(axis))H\(Self.text(from))z\"/>"
  }

  private static func grid(_ exponents: ClosedRange<Int>, _ axis: Double) -> HTML {
    let step = max(1, (exponents.count + 3) / 4)
    var (lines, names): (String, HTML) = ("M\(text(zero)) 84v16M\(text(infinite)) 84v16", HTML())
    func name(_ place: String, _ word: String) { names += "<text x=\"\(place)\" y=\"126\">\(word)</text>" }
    for exponent in stride(from: exponents.lowerBound, through: exponents.upperBound, by: step) {
      let part = Double(exponent - exponents.lowerBound) / Double(exponents.count - 1)
      let place = text((left + part * (right - left)).rounded())
      lines += "M\(place) 70v44"
      name(place, power(exponent))
    }
    name(text(zero), "0")
    name(text(infinite), "∞, NaN")
    return """
      <path class="grid" d="\(lines)"/><path class="axis" d="M\(text(left)) \(text(axis))H\(text(right))"/>\
      <g class="ticks">\(names)</g>
      """
  }

  private static func power(_ exponent: Int) -> String {
    (-3...5).contains(exponent) ? plain(exponent) : "1e\(exponent)"
  }

  private static func plain(_ exponent: Int) -> String {
    exponent >= 0
      ? "1" + String(repeating: "0", count: exponent) : "0." + String(repeating: "0", count: -exponent - 1) + "1"
  }

  private static func label(_ x: Double, _ y: Int, _ text: String) -> HTML {
    let anchor = x < 240 ? "start" : x > 500 ? "end" : "middle"
    let place = x < 240 ? max(x - 8, 4) : x > 500 ? min(x + 8, width - 4) : x
    return "<text x=\"\(Self.text(place))\" y=\"\(y)\" text-anchor=\"\(anchor)\">\(text.prefix(90))</text>"
  }

  /// Marks that would cover each other, together.
  private static func grouped(_ marks: [Mark], _ x: (Double) -> Double) -> [(place: String, marks: [Mark])] {
    var groups: [(place: String, marks: [Mark])] = []
    var places: [String: Int] = [:]
    for mark in marks {
      let place = text(x(mark.value).rounded())
      if let index = places[place] {
        groups[index].marks.append(mark)
      } else {
        places[place] = groups.count
        groups.append((place, [mark]))
      }
    }
    return groups
  }

  private static func group(
    _ style: String, _ marks: [Mark], _ x: (Double) -> Double, _ path: (String) -> String
  ) -> HTML {
    guard !marks.isEmpty else { return "" }
    let paths = grouped(marks, x).map { place, marks -> HTML in
      "<path d=\"\(path(place))\"><title>\(title(marks))</title></path>"
    }
    return "<g class=\"\(style)\">\(paths)</g>"
  }

  private static func title(_ marks: [Mark]) -> String {
    let shown = marks.prefix(4).map { "\($0.name): \($0.text)" }.joined(separator: "; ")
    return marks.count > 4 ? "\(shown); and \(marks.count - 4) more" : shown
  }

  /// A coordinate with one decimal at most.
  private static func text(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10).\(abs(tenths % 10))"
  }
}
