#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Series over layers on a logarithmic axis; each has a form of its marks as well as of its line.
enum LineChart {
  /// A series: a value a layer.
  struct Series {
    let name: String
    let values: [(layer: Int, value: Double)]
  }

  /// The chart of two series at most; empty where nothing is positive.
  static func figure(_ series: [Series], id: String, label: HTML, caption: HTML) -> HTML {
    let all = series.flatMap(\.values).filter { $0.value > 0 && $0.value.isFinite }
    guard let low = all.map(\.value).min(), let high = all.map(\.value).max(), let last = all.map(\.layer).max() else {
      return ""
    }
    let (first, top) = (
      Int(log10(low).rounded(.down)), max(Int(log10(high).rounded(.up)), Int(log10(low).rounded(.down)) + 1)
    )
    let (left, width, height) = (60.0, 740.0, 180.0)
    func x(_ layer: Int) -> Int { Int(left + Double(layer) / Double(max(last, 1)) * (width - left - 24)) }
    func y(_ value: Double) -> Int { Int(12 + height * (1 - (log10(value) - Double(first)) / Double(top - first))) }
    var svg = HTML()
    for exponent in first...top {
      let place = y(pow(10, Double(exponent)))
      svg += "<path class=\"grid\" d=\"M\(Int(left)) \(place)H\(Int(width) - 10)\"/>"
      svg += "<text class=\"soft\" x=\"\(Int(left) - 8)\" y=\"\(place + 4)\" text-anchor=\"end\">1e\(exponent)</text>"
    }
    for layer in stride(from: 0, through: last, by: max(1, last / 10)) {
      svg += "<text class=\"soft\" x=\"\(x(layer))\" y=\"212\" text-anchor=\"middle\">\(layer)</text>"
    }
    for (index, each) in series.prefix(2).enumerated() {
      let points = each.values.filter { $0.value > 0 && $0.value.isFinite }.map { (x($0.layer), y($0.value)) }
      let line = points.map { "\($0.0) \($0.1)" }.joined(separator: "L")
      let marks = points.map { index == 0 ? "M\($0.0 - 3) \($0.1 - 3)h6v6h-6z" : "M\($0.0) \($0.1 - 5)l5 9h-10z" }
        .joined()
      svg += "<path class=\"\(index == 0 ? "axis" : "mutant")\" fill=\"none\" d=\"M\(line)\"/>"
      svg += "<path class=\"\(index == 0 ? "measured" : "mutant")\" d=\"\(marks)\"/>"
    }
    let legend = series.prefix(2).enumerated().map { index, each in
      "<li>\(index == 0 ? "■" : "△") \(each.name)</li>" as HTML
    }
    return """
      <figure class="figure"><div class="canvas"><svg viewBox="0 0 740 220" width="740" role="img" aria-labelledby="\(id)">\(svg)</svg></div>
      <ul class="legend" aria-label="Series">\(legend)</ul>
      <figcaption id="\(id)">\(caption)</figcaption></figure>

      """
  }
}
