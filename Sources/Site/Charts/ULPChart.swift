import ContractKit

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many elements are how many units in the last place off, as bars whose height is the logarithm of the number.
enum ULPChart {
  /// The bars of an array; nil where every element is exact, which a sentence says as well.
  static func figure(_ histogram: Evidence.Histogram, of names: HTML, id: String) -> HTML? {
    let bins = histogram.filter { $0.value > 0 }.sorted { order($0.key) < order($1.key) }
    let total = bins.reduce(0) { $0 + $1.value }
    guard bins.count > 1 || bins.first?.key != "0" else { return nil }
    let (step, height) = (64.0, 110.0)
    let top = log10(Double(bins.map(\.value).max() ?? 1)) + 0.3
    var svg = HTML()
    for (index, bin) in bins.enumerated() {
      let x = 10 + Int(step) * index
      let bar = max(2, Int((log10(Double(bin.value)) + 0.3) / top * height))
      let y = 24 + Int(height) - bar
      svg += "<path class=\"bar\" d=\"M\(x) \(y)h52v\(bar)h-52z\"/>"
      svg += "<text x=\"\(x + 26)\" y=\"\(y - 5)\" text-anchor=\"middle\">\(bin.value)</text>"
      svg += "<text class=\"soft\" x=\"\(x + 26)\" y=\"150\" text-anchor=\"middle\">\(label(bin.key))</text>"
    }
    let width = max(20 + Int(step) * bins.count, 120)
    svg += "<path class=\"axis\" d=\"M4 134H\(width - 4)\"/>"
    let words = bins.map { "\($0.value) at \(label($0.key))" }.joined(separator: ", ")
    return """
      <figure class="figure"><div class="canvas"><svg viewBox="0 0 \(width) 158" width="\(width)" role="img" aria-labelledby="\(id)">\(svg)</svg></div>
      <figcaption id="\(id)">Ulps between \(names) and what is expected, of \(total) elements: \(words); heights \
      are logarithms.</figcaption></figure>

      """
  }

  private static func order(_ bin: String) -> UInt64 { UInt64(bin) ?? .max }

  /// A bin begins with its name, a power of two, and ends before the next one.
  private static func label(_ bin: String) -> String {
    guard let number = UInt64(bin) else { return "not finite" }
    return number < 2 ? bin : number < 1024 ? "\(number)–\(2 * number - 1)" : "≥ \(number)"
  }
}
