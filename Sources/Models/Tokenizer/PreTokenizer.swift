/// How a text is cut into words, inside of which BPE merges.
///
/// The published regular expressions, written out, because a general one would cost start-up time
/// and depends on the engine's version of Unicode all the same. L, N and white space are Unicode's.
public enum PreTokenizer: String, Sendable {
  /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
  case gpt2
  /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
  case qwen2

  /// The words of a text, in order; together they are the text.
  ///
  /// - Complexity: O(length).
  public func words(_ text: String) -> [String] {
    let scalars = Array(text.unicodeScalars)
    let kinds = scalars.map(Kind.init)
    var words: [String] = []
    var start = 0
    while start < scalars.count {
      let end = self == .gpt2 ? Self.endGPT2(scalars, kinds, start) : Self.endQwen2(scalars, kinds, start)
      var word = String.UnicodeScalarView()
      word.append(contentsOf: scalars[start..<end])
      words.append(String(word))
      start = end
    }
    return words
  }

  /// What the expressions distinguish.
  private enum Kind {
    case letter, number, newline, space, other

    init(_ scalar: Unicode.Scalar) {
      if scalar == "\r" || scalar == "\n" {
        self = .newline
        return
      }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: self = .letter
      case .decimalNumber, .letterNumber, .otherNumber: self = .number
      default: self = scalar.properties.isWhitespace ? .space : .other
      }
    }

    var isSpace: Bool { self == .space || self == .newline }
  }

  private static func endGPT2(_ scalars: [Unicode.Scalar], _ kinds: [Kind], _ start: Int) -> Int {
    if let end = contraction(scalars, start, ignoringCase: false) { return end }
    let first = scalars[start] == " " && start + 1 < kinds.count && !kinds[start + 1].isSpace ? start + 1 : start
    if !kinds[first].isSpace { return run(kinds, from: first) { $0 == kinds[first] } }
    return endOfSpace(kinds, start)
  }

  private static func endQwen2(_ scalars: [Unicode.Scalar], _ kinds: [Kind], _ start: Int) -> Int {
    if let end = contraction(scalars, start, ignoringCase: true) { return end }
    let (kind, next) = (kinds[start], start + 1 < kinds.count ? kinds[start + 1] : nil)
    if kind == .letter { return run(kinds, from: start) { $0 == .letter } }
    if kind != .newline, kind != .number, next == .letter { return run(kinds, from: start + 1) { $0 == .letter } }
    if kind == .number { return start + 1 }
    if kind == .other || scalars[start] == " " && next == .other {
      return run(kinds, from: run(kinds, from: start + (kind == .other ? 0 : 1)) { $0 == .other }) { $0 == .newline }
    }
    let end = run(kinds, from: start) { $0.isSpace }
    if let last = kinds[start..<end].lastIndex(of: .newline) { return last + 1 }
    return endOfSpace(kinds, start)
  }

  /// White space up to the end of the text, or all but its last character, which goes with what follows.
  private static func endOfSpace(_ kinds: [Kind], _ start: Int) -> Int {
    let end = run(kinds, from: start) { $0.isSpace }
    return end == kinds.count || end == start + 1 ? end : end - 1
  }

  private static func run(_ kinds: [Kind], from start: Int, while holds: (Kind) -> Bool) -> Int {
    kinds[start...].firstIndex { !holds($0) } ?? kinds.count
  }

  private static func contraction(_ scalars: [Unicode.Scalar], _ start: Int, ignoringCase: Bool) -> Int? {
    guard scalars[start] == "'" else { return nil }
    let rest = scalars[(start + 1)...].prefix(2).map { ignoringCase ? folded($0) : $0 }
    return endings.first { rest.starts(with: $0) }.map { start + 1 + $0.count }
  }

  /// Simple case folding of the letters that occur in contractions; U+017F is a long s.
  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if scalar == "\u{17F}" { return "s" }
    return ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
  }

  private static let endings = ["s", "t", "re", "ve", "m", "ll", "d"].map { Array($0.unicodeScalars) }
}
