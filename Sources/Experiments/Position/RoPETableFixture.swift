import Measuring

/// Cosines and sines at angles that are hard to round: Fixtures/rope-table.tsv, made by mpmath.
struct RoPETableFixture {
  struct Entry {
    let headDim: Int
    let base: Double
    let position: Int
    let pair: Int
    let cosine: Float
    let sine: Float
  }

  let entries: [Entry]

  static func load(_ run: Recorder) throws -> RoPETableFixture {
    let text = String(decoding: try run.fixture("Tests/Falsifiers/Fixtures/rope-table.tsv"), as: UTF8.self)
    let entries = try text.split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == 6, let headDim = Int(fields[0]), let base = Double(fields[1]),
        let position = Int(fields[2]), let pair = Int(fields[3]), let cosine = float(fields[4]),
        let sine = float(fields[5])
      else { throw Malformed(line: String(line)) }
      return Entry(headDim: headDim, base: base, position: position, pair: pair, cosine: cosine, sine: sine)
    }
    return RoPETableFixture(entries: entries)
  }

  struct Malformed: Error { let line: String }

  private static func float(_ text: String) -> Float? {
    UInt32(text.dropFirst(2), radix: 16).map(Float.init(bitPattern:))
  }
}
