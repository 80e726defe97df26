import ContractKit
import FalsifierKit

/// A contract made of a seed that looks like one written by a person: the corpus's substitute in a clone
/// that lacks it.
///
/// It is accepted by every rule. Block and flow style, all styles of scalars, comments, CRLF, a byte order
/// mark, nesting up to the limit, and wide, combining and other characters beyond ASCII occur.
struct LookAlike {
  /// A place at which a fault can be planted.
  enum Place: CaseIterable { case formula, domain, bindings, check, obligation }

  let seed: UInt64
  /// The lines without their ends.
  private(set) var lines: [String] = []
  /// The lines, counted from 1, of each place.
  private(set) var places: [Place: [Int]] = [:]
  let isFlow: Bool
  private let hasCRLF: Bool
  private let hasByteOrderMark: Bool
  private var random: SeededGenerator

  /// A contract with so many equations, each with a falsifier and an obligation; one of 500 has about
  /// 300 KB.
  init(seed: UInt64, equations: Int) {
    self.seed = seed
    random = SeededGenerator(seed)
    isFlow = random.once(in: 3)
    hasCRLF = random.once(in: 3)
    hasByteOrderMark = random.once(in: 5)
    if isFlow { add("{") }
    addMetadata()
    section("equations", list: false, equations) { $0.addEquation($1) }
    section("proof_obligations", list: true, equations) { $0.addObligation($1) }
    section("faults", list: true, equations) { $0.addFault($1) }
    section("falsification_tests", list: true, equations) { $0.addFalsifier($1) }
    if isFlow { add("}") }
  }

  /// The file.
  var bytes: [UInt8] { Self.bytes(lines, crlf: hasCRLF, byteOrderMark: hasByteOrderMark) }

  /// The file with a line changed.
  ///
  /// - Parameter line: counted from 1.
  func bytes(replacing line: Int, with text: String) -> [UInt8] {
    var lines = lines
    lines[line - 1] = text
    return Self.bytes(lines, crlf: hasCRLF, byteOrderMark: hasByteOrderMark)
  }

  private static func bytes(_ lines: [String], crlf: Bool, byteOrderMark: Bool) -> [UInt8] {
    (byteOrderMark ? [0xEF, 0xBB, 0xBF] : []) + lines.flatMap { Array(($0 + (crlf ? "\r\n" : "\n")).utf8) }
  }

  // MARK: Sections

  private mutating func addMetadata() {
    let depth = random.number(1...62)
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    if isFlow {
      add("metadata: {format: pv/1, version: \"1.0.0\", description: \(quoted(12)), references: [\(quoted(5))],")
      add("  lessons_learned: \(nested)},")
    } else {
      add("# \(words(6))")
      add("metadata:")
      add("  format: pv/1")
      add("  version: \"1.0.\(random.number(0...40))\"")
      addScalar("  description: ", indent: 4, 20)
      add("  references:")
      add("    - \(quoted(8))")
      add("  lessons_learned: \(nested)  # \(words(2))")
    }
  }

  private mutating func section(
    _ key: String, list: Bool, _ count: Int, _ element: (inout LookAlike, Int) -> Void
  ) {
    let brackets = list ? ("[", "]") : ("{", "}")
    // A block without elements would be null, which says nothing.
    let inLine = isFlow || count == 0
    add(inLine ? "\(key): \(brackets.0)" : "\(key):")
    for position in 0..<count {
      element(&self, position)
      if !isFlow && random.once(in: 4) { add(random.once(in: 2) ? "" : "  # \(words(5)) # \(words(1))") }
    }
    if inLine { add(" \(brackets.1)\(isFlow ? "," : "")") }
  }

  private mutating func addEquation(_ position: Int) {
    if isFlow {
      mark(.formula)
      mark(.domain)
      add("  e\(position): {formula: \(quoted(6)), domain: \(quoted(3)), invariants: [")
      return add("    {id: a, statement: \(quoted(9))}, {id: b, statement: \(quoted(9))}]},")
    }
    add("  e\(position):")
    mark(.formula)
    addScalar("    formula: ", indent: 6, 8)
    mark(.domain)
    add("    domain: \(quoted(4))")
    add("    invariants:")
    add("      - id: a")
    addScalar("        statement: ", indent: 10, 12)
    add("      - {id: b, statement: \(quoted(8))}")
  }

  private mutating func addObligation(_ position: Int) {
    mark(.obligation)
    let dash = isFlow ? "" : "- "
    let comma = isFlow ? "," : ""
    add(
      "  \(dash){id: o\(position), type: equivalence, property: \(quoted(7)), formal: \"f\(position)\", "
        + "applies_to: e\(position)/b}\(comma)")
  }

  private mutating func addFault(_ position: Int) {
    let clauses = random.once(in: 2) ? "e\(position)" : "[e\(position), e\(position)/b]"
    let fault = random.pick(Terms.builtIn.faultClasses).name
    add("  \(isFlow ? "" : "- "){class: \(fault), violates: \(clauses), mutants: [m\(position)]}\(isFlow ? "," : "")")
  }

  private mutating func addFalsifier(_ position: Int) {
    let id = "FALSIFY-LA-\(position)"
    let bindings = "binds_to: [e\(position), e\(position)/a, e\(position)/b]"
    let test = "test: Falsifiers.FalsifyLookAlike/test\(position)"
    let orders = random.once(in: 2) ? "orders: [sequential, reversed, sorted]" : "no_orders: \(quoted(6))"
    let check = "{metric: max_abs_error, at_most: \(random.pick(["1.0e-6", "0", "1e-3", "0.5"]))}"
    let domain = "domain: {inputs: {x: {cases: 2, classes: [normal]}}, over: {max_abs_error: 2 f32}}"
    if isFlow {
      add("  {id: \(id), rule: \(quoted(4)), prediction: \(quoted(9)), if_fails: \(quoted(9)),")
      mark(.bindings)
      add("   \(bindings), \(test),")
      mark(.check)
      return add("   \(domain), checks: [\(check)], \(orders), mutants: [m\(position)]},")
    }
    add("  - id: \(id)")
    addScalar("    rule: ", indent: 6, 5)
    addScalar("    prediction: ", indent: 6, 30)
    addScalar("    if_fails: ", indent: 6, 15)
    mark(.bindings)
    add("    \(bindings)")
    add("    \(test)")
    add("    \(domain)")
    add("    checks:")
    mark(.check)
    add("      - \(check)")
    add("    \(orders)")
    add("    mutants: [m\(position)]")
  }

  // MARK: Lines and scalars

  private mutating func add(_ line: String) { lines.append(line) }

  /// The next line is such a place.
  private mutating func mark(_ place: Place) { places[place, default: []].append(lines.count + 1) }

  /// A key with text in one of the five styles.
  private mutating func addScalar(_ key: String, indent: Int, _ count: Int) {
    switch random.number(0...5) {
    case 0: add(key + plain(count))
    case 1: add(key + "'" + words(count).replacing("'", with: "''") + "'")
    case 2, 3: add(key + quoted(count))
    default:
      add(key + random.pick(["|", ">", "|-", ">-"]) + (random.once(in: 3) ? " # \(words(1))" : ""))
      for _ in 0...random.number(0...2) {
        add(String(repeating: " ", count: indent) + plain(count))
        if random.once(in: 4) { add("") }
      }
      // What ends in blank lines would keep them.
      while lines.last == "" { lines.removeLast() }
    }
  }

  private mutating func quoted(_ count: Int) -> String {
    "\"" + words(count).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Words that need no quotes.
  private mutating func plain(_ count: Int) -> String {
    (0..<max(1, count)).map { _ in random.pick(Self.plainWords) }.joined(separator: " ")
  }

  private mutating func words(_ count: Int) -> String {
    (0..<max(1, count)).map { _ in random.pick(Self.plainWords + Self.otherWords) }.joined(separator: " ")
  }

  private static let plainWords = [
    "softmax", "row", "of", "the", "accumulator", "a", "weights", "σ", "≤", "ℝⁿ", "日本語", "e\u{301}a\u{308}", "ｗｉｄｅ",
    "한국어", "👩\u{200D}🔬", "𝜎(x)", "naïve", "x_i", "1.0e-6", "y=Wx", "العربية", "a\u{A0}b",
  ]

  private static let otherWords = [
    "it's", "\"so\"", "a: b", "# c", "{d}", "[e]", "\\f", "- g", "&h", "*i", "%j", "@k", "|",
  ]
}
