import Models

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Bisection {
  /// The differences as an SVG picture: a column a stage, height by powers of ten from 1e-9 to 10; local differences
  /// as bars, inherited ones as points, both of the worst position, the first violation in red.
  public var svg: String {
    let (step, height, left) = (9.0, 200.0, 40.0)
    let width = left + step * Double(stages.count) + 10
    func y(_ value: Double) -> Double {
      guard value > 0 else { return height }
      // A difference that is no number is drawn at the top.
      return value.isFinite ? height * min(1, max(0, 1 - (log10(value) + 9) / 10)) : 0
    }
    func number(_ value: Double) -> String { String(printf: "%.1f", value) }
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(number(width))\" height=\"\(number(height + 130))\" "
        + "font-family=\"sans-serif\" font-size=\"8\">"
    ]
    for exponent in stride(from: -9, through: 1, by: 2) {
      let line = number(y(pow(10, Double(exponent))))
      parts.append(
        "<line x1=\"\(number(left))\" x2=\"\(number(width))\" y1=\"\(line)\" y2=\"\(line)\" stroke=\"#ddd\"/>")
      parts.append("<text x=\"2\" y=\"\(line)\">1e\(exponent)</text>")
    }
    for (index, blame) in stages.enumerated() {
      let x = left + step * Double(index)
      let color = blame.point == first ? "#d00" : blame.violations > 0 ? "#e90" : "#47a"
      parts.append(
        "<rect x=\"\(number(x))\" y=\"\(number(y(blame.local.worst)))\" width=\"\(number(step - 2))\" "
          + "height=\"\(number(height - y(blame.local.worst)))\" fill=\"\(color)\"><title>\(blame.point)</title></rect>"
      )
      if blame.inherited.worst > 0 {
        parts.append(
          "<circle cx=\"\(number(x + 3.5))\" cy=\"\(number(y(blame.inherited.worst)))\" r=\"2\" fill=\"#333\"/>")
      }
      parts.append(
        "<text transform=\"translate(\(number(x + 6)),\(number(height + 4))) rotate(90)\">\(blame.point)</text>")
    }
    parts.append(
      "<text x=\"\(number(left))\" y=\"10\">bars: local; points: inherited; at the worst position. \(verdict)</text>")
    return (parts + ["</svg>"]).joined(separator: "\n") + "\n"
  }
}
