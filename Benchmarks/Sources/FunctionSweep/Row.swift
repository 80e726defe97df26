/// What a sweep over the floats of one function, or over a part of them, prints.
///
/// Numbers are printed so that they can be read back as they were: rows of all parts give the row of the whole.
struct Row {
  /// The function.
  let name: String
  /// Which part, from 1, and of how many; 1 of 1 for all floats.
  let part: Int
  let parts: Int
  /// The paths that were compared.
  let paths: String
  var tally: Tally

  private static let labels = [
    "worst normal result", "worst subnormal result", "not the nearest float", "other NaN or infinity",
    "paths with other bits",
  ]

  /// The lines, the last one with its end.
  var text: String {
    let values = [
      "\(tally.normal) ulp, at \(tally.normalAt)", "\(tally.subnormal) ulp, at \(tally.subnormalAt)",
      "at \(tally.notNearest)", "at \(tally.special)", "at \(tally.differing), of \(paths)",
    ]
    let item = parts == 1 ? name : "\(name):\(part)/\(parts)"
    return "\(item), \(tally.count) arguments, reference beside binary64 of the C library\n"
      + zip(Self.labels, values).map { label, value in
        "  \(label)\(String(repeating: " ", count: 25 - label.count))\(value)\n"
      }.joined()
  }

  init(name: String, part: Int, of parts: Int, paths: String, tally: Tally) {
    (self.name, self.part, self.parts, self.paths, self.tally) = (name, part, parts, paths, tally)
  }

  /// The row in six lines; nil where they would not be printed for any.
  init?(_ lines: [Substring]) {
    let words = lines.map { $0.split(whereSeparator: { $0 == " " || $0 == "," }).map(String.init) }
    guard lines.count == 6, words[0].count > 2, let item = Item(words[0][0]), let count = Int(words[0][1]),
      words[1].count == 7, words[2].count == 7, words[5].count > 7,
      let normal = Double(words[1][3]), let normalAt = Float(words[1][6]), let subnormal = Double(words[2][3]),
      let subnormalAt = Float(words[2][6]), let notNearest = words[3].last.flatMap({ Int($0) }),
      let special = words[4].last.flatMap({ Int($0) }), let differing = Int(words[5][5])
    else { return nil }
    let tally = Tally(
      normal: normal, normalAt: normalAt, subnormal: subnormal, subnormalAt: subnormalAt, count: count,
      notNearest: notNearest, special: special, differing: differing)
    self.init(
      name: item.name, part: item.part, of: item.parts, paths: words[5][7...].joined(separator: " "), tally: tally)
    guard text == lines.map({ "\($0)\n" }).joined() else { return nil }
  }

  /// The rows of whole functions, in the order in which their parts begin.
  ///
  /// - Throws: `Problem` where a part is missing, is there twice, or is of another sweep.
  static func whole(_ rows: [Row]) throws(Problem) -> [Row] {
    var names: [String] = []
    for row in rows where !names.contains(row.name) { names.append(row.name) }
    var whole: [Row] = []
    for name in names {
      let own = rows.filter { $0.name == name }.sorted { $0.part < $1.part }
      guard own.allSatisfy({ $0.parts == own[0].parts && $0.paths == own[0].paths }) else {
        throw Problem(reason: "\(name): parts of several sweeps, which are split otherwise or compare other paths")
      }
      for part in 1...own[0].parts {
        let count = own.count { $0.part == part }
        guard count != 1 else { continue }
        throw Problem(reason: "\(name):\(part)/\(own[0].parts) is \(count == 0 ? "missing" : "there \(count) times")")
      }
      let tally = own.reduce(into: Tally()) { $0.add($1.tally) }
      guard tally.count == 1 << 32 else {
        throw Problem(reason: "\(name): \(tally.count) arguments, which are not all")
      }
      whole.append(Row(name: name, part: 1, of: 1, paths: own[0].paths, tally: tally))
    }
    return whole
  }

  /// Why rows are not those of whole sweeps.
  struct Problem: Error {
    let reason: String
  }
}
