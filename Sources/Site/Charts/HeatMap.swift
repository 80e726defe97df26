#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Numbers by rows and columns as shades of one color; a picture for reading, beside a table that has the numbers.
struct HeatMap {
  /// A cell: a number, or nothing.
  let rows: [[Double?]]
  let rowNames: [String]
  let columnNames: [String]
  /// Whether shades are of the logarithm; else from 0 to 1 as it is.
  let isLogarithmic: Bool
  /// The cell with a frame.
  var marked: (row: Int, column: Int)?

  private static let shades = 8

  /// The smallest and the largest positive number.
  private var range: ClosedRange<Double>? {
    let values = rows.joined().compactMap { $0 }.filter { $0 > 0 && $0.isFinite }
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }

  private func shade(_ value: Double, _ range: ClosedRange<Double>?) -> Int {
    guard !value.isNaN, value != .infinity else { return Self.shades }
    guard value > 0, let range else { return 0 }
    guard isLogarithmic else { return min(Self.shades, Int((value * Double(Self.shades)).rounded(.up))) }
    guard range.upperBound > range.lowerBound else { return Self.shades }
    let part = (log(value) - log(range.lowerBound)) / (log(range.upperBound) - log(range.lowerBound))
    return 1 + min(Self.shades - 1, Int(part * Double(Self.shades)))
  }

  /// One path a shade, which is the smallest form that many cells have.
  private func cells(_ size: Int, left: Int, top: Int) -> HTML {
    let range = range
    var paths = [String](repeating: "", count: Self.shades + 1)
    for (row, values) in rows.enumerated() {
      for (column, value) in values.enumerated() {
        guard let value else { continue }
        paths[shade(value, range)] +=
          "M\(left + column * size) \(top + row * size)h\(size - 1)v\(size - 1)h-\(size - 1)z"
      }
    }
    return paths.enumerated().map { shade, path in
      path.isEmpty ? "" : "<path class=\"h\(shade)\" d=\"\(path)\"/>"
    }.joined()
  }

  /// The cells alone, for small pictures beside each other.
  func small(label: HTML) -> HTML {
    let size = max(3, min(14, 168 / max(rows.count, 1)))
    let (width, height) = ((rows.first?.count ?? 0) * size, rows.count * size)
    return """
      <svg viewBox="0 0 \(width) \(height)" width="\(width)" role="img" aria-label="\(label)">\
      \(cells(size, left: 0, top: 0))</svg>
      """
  }

  /// The picture with names of rows and columns.
  func figure(id: String, label: HTML, caption: HTML) -> HTML {
    let (size, left, top) = (18, 76, 118)
    let (width, height) = (left + columnNames.count * size + 90, top + rows.count * size + 6)
    var svg = HTML()
    for (index, name) in columnNames.enumerated() {
      let x = left + index * size + 12
      svg += "<text class=\"soft\" transform=\"translate(\(x) \(top - 6)) rotate(-50)\">\(name)</text>"
    }
    for (index, name) in rowNames.enumerated() {
      svg +=
        "<text class=\"soft\" x=\"\(left - 6)\" y=\"\(top + index * size + 13)\" text-anchor=\"end\">\(name)</text>"
    }
    svg += cells(size, left: left, top: top)
    if let marked {
      svg += """
        <rect class="mark" x="\(left + marked.column * size - 1)" y="\(top + marked.row * size - 1)" width="\(size)" \
        height="\(size)"><title>first</title></rect>
        """
    }
    return """
      <figure class="figure"><div class="canvas"><svg viewBox="0 0 \(width) \(height)" width="\(width)" role="img" aria-labelledby="\(id)">\(svg)</svg></div>
      <figcaption id="\(id)">\(caption)</figcaption></figure>

      """
  }

  /// What the lightest and the darkest shade stand for, in words.
  var words: HTML {
    guard let range else { return "every value is 0" }
    func text(_ value: Double) -> String { ShownNumber.text(value) }
    return
      "from \(text(range.lowerBound)), the faintest shade, to \(text(range.upperBound)), the strongest, by logarithm; 0 nearly blank"
  }
}
