import CLibYAML

/// What libyaml could not parse, said for people who write contracts, not parsers.
struct YAMLProblem {
  let offsets: Range<Int>
  let message: String
  let help: String?
  let related: [Diagnostic.Related]

  /// The problem that a parser stopped at.
  ///
  /// - Parameters:
  ///   - offset: the byte of the problem's mark.
  ///   - context: the byte where what could not be finished began.
  init(_ parser: yaml_parser_t, source: SourceText, at offset: Int, from context: Int?) {
    let problem = parser.problem.map { String(cString: $0) } ?? "the text cannot be read as YAML"
    let place = parser.context.map { String(cString: $0) }
    let character = offset < source.bytes.count ? source.bytes[offset] : nil
    (message, help) = Self.prose(problem, context: place, character: character)
    let line = source.position(at: offset).line
    let end = source.lineOffsets(line).upperBound
    offsets = min(offset, end)..<max(offset, min(offset + 1, end))
    if let context, source.position(at: context).line != line {
      related = [
        .init(
          message: "\(Self.beginning(place ?? "")) began here", path: source.path,
          range: source.range(context..<context + 1))
      ]
    } else {
      related = []
    }
  }

  /// What libyaml was reading, in the words of a contract.
  private static func beginning(_ context: String) -> String {
    switch context {
    case "while parsing a block mapping", "while parsing a flow mapping": "the mapping"
    case "while parsing a block collection", "while parsing a flow sequence": "the list"
    case "while scanning a simple key": "the key"
    case "while scanning a quoted scalar": "the quoted text"
    case "while scanning a block scalar": "the block of text"
    default: context.hasPrefix("while ") ? String(context.dropFirst(6)) : "it"
    }
  }

  private static func prose(
    _ problem: String, context: String?, character: UInt8?
  ) -> (message: String, help: String?) {
    switch problem {
    case "mapping values are not allowed in this context":
      return ("a `:` that starts a value cannot stand here", "quote the text if the colon belongs to it")
    case "did not find expected key":
      return ("expected a key, or the end of the mapping", "check the indentation and the quotes of the line above")
    case "could not find expected ':'":
      return ("expected `: ` after the key", "write `key: value`, with a blank after the colon")
    case "did not find expected '-' indicator":
      return ("expected `- `, or the end of the list", "align the entry with the `-` of those before it")
    case "did not find expected ',' or ']'":
      return ("expected `,` or `]`", "close the list, or separate its elements by commas")
    case "did not find expected ',' or '}'":
      return ("expected `,` or `}`", "close the mapping, or separate its entries by commas")
    case "found unexpected end of stream":
      return ("the file ends within a quoted text", "close the quotes")
    case "block sequence entries are not allowed in this context":
      return ("a list cannot start on this line", "start the list on a line of its own")
    case "found character that cannot start any token":
      if character == UInt8(ascii: "\t") {
        return ("a tab cannot indent", "indent with blanks")
      }
      let shown = character.map { String(UnicodeScalar($0)) } ?? "it"
      return ("a value cannot start with `\(shown)`", "quote the text")
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      return ("a tab cannot indent", "indent with blanks")
    case "found unknown escape character":
      return (
        "this escape is not allowed in double quotes", "use single quotes for text with backslashes, or write `\\\\`"
      )
    case "did not find expected <document start>":
      return ("the document ended before this line", "a contract is one mapping: check the indentation")
    case "did not find expected alphabetic or numeric character":
      return ("a value cannot start with `*` or `&`", "quote the text")
    default:
      return (context.map { "\(problem), \($0)" } ?? problem, nil)
    }
  }
}
