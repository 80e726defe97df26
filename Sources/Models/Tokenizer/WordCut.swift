/// A text being cut by one of the published expressions.
struct WordCut {
  private let text: ArraySlice<Unicode.Scalar>
  private let kinds: [Kind]
  private let step: PreTokenizer.Step
  private let offset: Int

  init(_ text: ArraySlice<Unicode.Scalar>, step: PreTokenizer.Step) {
    (self.text, self.step, offset) = (text, step, text.startIndex)
    let isPunctuation = step == .punctuation
    kinds = text.map { isPunctuation && Kind.isPunctuation($0) ? .punctuation : Kind($0) }
  }

  func pieces() -> [ArraySlice<Unicode.Scalar>] {
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    var start = 0
    while start < kinds.count {
      let end = end(start)
      pieces.append(text[start + offset..<end + offset])
      start = end
    }
    return pieces
  }

  /// What the expressions distinguish.
  private enum Kind {
    case letter, number, newline, space, punctuation, other

    init(_ scalar: Unicode.Scalar) {
      switch scalar.value {
      case 0x61...0x7A, 0x41...0x5A: self = .letter
      case 0x30...0x39: self = .number
      case 0x0A, 0x0D: self = .newline
      case 0x09, 0x0B, 0x0C, 0x20: self = .space
      case 0..<0x80: self = .other
      default:
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
        case .decimalNumber, .letterNumber, .otherNumber: self = .number
        default: self = scalar.properties.isWhitespace ? .space : .other
        }
      }
    }

    /// `[\p{P}$+<=>^~|]`
    static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
      switch scalar {
      case "$", "+", "<", "=", ">", "^", "~", "|": return true
      default:
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
          .finalPunctuation, .otherPunctuation:
          return true
        default: return false
        }
      }
    }

    var isSpace: Bool { self == .space || self == .newline }
  }

  private func scalar(_ index: Int) -> Unicode.Scalar { text[index + offset] }

  private func end(_ start: Int) -> Int {
    switch step {
    case .gpt2: return endGPT2(start)
    case .gpt4(let numbers, let folding): return endGPT4(start, numbers: numbers, folding)
    case .numbers(let most):
      let end = run(from: start) { ($0 == .number) == (kinds[start] == .number) }
      return kinds[start] == .number ? min(end, start + (most ?? end - start)) : end
    case .punctuation: return run(from: start) { ($0 == .punctuation) == (kinds[start] == .punctuation) }
    case .triples: return endTriples(start)
    case .literal, .prefixBlank: return kinds.count
    }
  }

  private func endGPT2(_ start: Int) -> Int {
    if let end = contraction(start, nil) { return end }
    let first = scalar(start) == " " && start + 1 < kinds.count && !kinds[start + 1].isSpace ? start + 1 : start
    if !kinds[first].isSpace { return run(from: first) { $0 == kinds[first] } }
    return endOfSpace(start)
  }

  private func endGPT4(_ start: Int, numbers: Int, _ folding: PreTokenizer.CaseFolding) -> Int {
    if let end = contraction(start, folding) { return end }
    let (kind, next) = (kinds[start], start + 1 < kinds.count ? kinds[start + 1] : nil)
    if kind == .letter { return run(from: start) { $0 == .letter } }
    if kind != .newline, kind != .number, next == .letter { return run(from: start + 1) { $0 == .letter } }
    if kind == .number { return min(run(from: start) { $0 == .number }, start + numbers) }
    if kind == .other || scalar(start) == " " && next == .other {
      return run(from: run(from: start + (kind == .other ? 0 : 1)) { $0 == .other }) { $0 == .newline }
    }
    let end = run(from: start) { $0.isSpace }
    if let last = kinds[start..<end].lastIndex(of: .newline) { return last + 1 }
    return endOfSpace(start)
  }

  /// White space up to the end of the text, or all but its last character, which goes with what follows.
  private func endOfSpace(_ start: Int) -> Int {
    let end = run(from: start) { $0.isSpace }
    return end == kinds.count || end == start + 1 ? end : end - 1
  }

  /// Three digits, or all up to the next three.
  private func endTriples(_ start: Int) -> Int {
    func isTriple(_ index: Int) -> Bool {
      index + 3 <= kinds.count && (index..<index + 3).allSatisfy { ("0"..."9").contains(scalar($0)) }
    }
    if isTriple(start) { return start + 3 }
    return (start + 1..<kinds.count).first(where: isTriple) ?? kinds.count
  }

  private func run(from start: Int, while holds: (Kind) -> Bool) -> Int {
    kinds[start...].firstIndex { !holds($0) } ?? kinds.count
  }

  private func contraction(_ start: Int, _ folding: PreTokenizer.CaseFolding?) -> Int? {
    guard scalar(start) == "'" else { return nil }
    let rest = (start + 1..<min(start + 3, kinds.count)).map { Self.folded(scalar($0), folding) }
    return Self.endings.first { rest.starts(with: $0) }.map { start + 1 + $0.count }
  }

  /// Simple case folding of the letters that occur in contractions; U+017F is a long s.
  private static func folded(_ scalar: Unicode.Scalar, _ folding: PreTokenizer.CaseFolding?) -> Unicode.Scalar {
    if scalar == "\u{17F}", folding == .unicode { return "s" }
    guard folding != nil, ("A"..."Z").contains(scalar) else { return scalar }
    return Unicode.Scalar(UInt8(scalar.value + 32))
  }

  private static let endings = ["s", "t", "re", "ve", "m", "ll", "d"].map { Array($0.unicodeScalars) }
}
