/// How a text is cut into words, inside of which pieces are merged.
///
/// The published regular expressions, written out, because a general one would cost start-up time
/// and depends on the engine's version of Unicode all the same. L, N and white space are Unicode's.
public struct PreTokenizer: Equatable, Sendable {
  /// One cut; each step cuts the words of the step before it, whose ends are to it the ends of the text.
  enum Step: Equatable, Sendable {
    /// `'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`
    case gpt2
    /// `(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,n}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+`
    case gpt4(numbers: Int, folding: CaseFolding)
    /// `\p{N}{1,n}`, apart from what is between; nil for as many as there are.
    case numbers(atMost: Int?)
    /// `[\p{P}$+<=>^~|]+`, apart from what is between.
    case punctuation
    /// `[0-9][0-9][0-9]`, apart from what is between.
    case triples
    /// A text, and what becomes of it where it occurs.
    case literal(String, LiteralBehavior)
    /// A blank before the text, where there is none.
    case prefixBlank
  }

  /// Which letters are the same in a contraction whatever their case.
  enum CaseFolding: Equatable, Sendable {
    /// Unicode's simple folding, in which U+017F is an s: that of regular expressions.
    case unicode
    /// A to Z: that of llama.cpp.
    case ascii
  }

  /// Where a literal goes that is found between two pieces of text.
  enum LiteralBehavior: String, Equatable, Sendable {
    case isolated = "Isolated"
    case removed = "Removed"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
  }

  let steps: [Step]

  /// That of GPT-2's published tokenizer.
  public static let gpt2 = PreTokenizer(steps: [.gpt2])
  /// That of Qwen2's published tokenizer.
  public static let qwen2 = PreTokenizer(steps: [.gpt4(numbers: 1, folding: .unicode)])

  /// The words of a text, in order; together they are the text, unless a step removes or adds something.
  ///
  /// - Complexity: O(length).
  public func words(_ text: String) -> [String] {
    words(Array(text.unicodeScalars)).map {
      var word = String.UnicodeScalarView()
      word.append(contentsOf: $0)
      return String(word)
    }
  }

  /// The words of a text as scalars.
  func words(_ text: [Unicode.Scalar]) -> [ArraySlice<Unicode.Scalar>] {
    guard !text.isEmpty else { return [] }
    var words = [text[...]]
    for step in steps {
      words = words.flatMap { word -> [ArraySlice<Unicode.Scalar>] in
        switch step {
        case .prefixBlank: return [word.first == " " ? word : ([" "] + word)[...]]
        case .literal(let literal, let behavior):
          return LiteralCut(literal: Array(literal.unicodeScalars), behavior: behavior).pieces(word)
        default: return WordCut(word, step: step).pieces()
        }
      }
    }
    return words
  }
}

/// A text cut at each occurrence of another.
struct LiteralCut {
  let literal: [Unicode.Scalar]
  let behavior: PreTokenizer.LiteralBehavior

  func pieces(_ text: ArraySlice<Unicode.Scalar>) -> [ArraySlice<Unicode.Scalar>] {
    var pieces: [ArraySlice<Unicode.Scalar>] = []
    /// Where the piece that is being collected begins, and from where on literals are looked for.
    var (start, index) = (text.startIndex, text.startIndex)
    while index + literal.count <= text.endIndex {
      guard text[index] == literal[0], text[index..<index + literal.count].elementsEqual(literal) else {
        index += 1
        continue
      }
      let end = index + literal.count
      switch behavior {
      case .isolated: pieces += [text[start..<index], text[index..<end]]
      case .removed: pieces.append(text[start..<index])
      case .mergedWithPrevious: pieces.append(text[start..<end])
      case .mergedWithNext: pieces.append(text[start..<index])
      }
      start = behavior == .mergedWithNext ? index : end
      index = end
    }
    pieces.append(text[start...])
    return pieces.filter { !$0.isEmpty }
  }
}
