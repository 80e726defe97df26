import ContractKit

/// Where in a contract a cursor is, read off the lines: while one is half written there is no tree.
struct LineContext {
  /// The keys on the way to the cursor; where a value is written, the last one is its key.
  private(set) var keys: [String] = []
  /// Whether a value is written, and not a key.
  private(set) var isValue = false
  /// What has been written of the word at the cursor.
  let word: Range<Int>
  /// The other keys of the mapping.
  private(set) var siblings: Set<String> = []

  private struct Line {
    /// Where the content behind blanks and dashes starts.
    let indent: Int
    /// Whether a dash is before it.
    let isElement: Bool
    let key: String?
    /// What follows the key, or all of the content.
    let rest: Substring.UTF8View
    let isBlank: Bool
  }

  /// So many lines are looked at above the cursor for the start of a list or mapping in brackets.
  private static let reach = 60

  /// Reads the lines up to a byte, and those below as far as they belong to the same mapping.
  init(_ table: LineTable, at offset: Int) {
    word = Self.word(table, offset)
    let number = table.line(of: offset)
    func text(_ line: Int) -> Substring {
      let range = table.line(line)
      let end = line == number ? min(range.upperBound, offset) : range.upperBound
      return Substring(String(decoding: table.bytes[range.lowerBound..<max(range.lowerBound, end)], as: UTF8.self))
    }
    var lines = (0...number).map { Self.parsed(text($0)) }
    // A mapping or a list in brackets may have begun further above.
    for first in stride(from: number, through: max(0, number - Self.reach), by: -1) {
      guard let opening = lines[first].rest.first, opening == UInt8(ascii: "[") || opening == UInt8(ascii: "{") else {
        continue
      }
      var flow = FlowScan()
      flow.read(lines[first].rest)
      for line in first + 1..<max(first + 1, number + 1) { flow.read(Substring(" " + text(line)).utf8) }
      guard flow.isOpen else { continue }
      keys = Self.path(lines[...first]) + flow.keys
      (isValue, siblings) = (flow.isValue, flow.siblings)
      return
    }
    let last = lines[number]
    guard last.key == nil else {
      keys = Self.path(lines[...])
      isValue = true
      return
    }
    lines.removeLast()
    keys = Self.path(lines[...], below: last.indent)
    let below = (number + 1..<max(number + 1, table.count)).lazy.map { Self.parsed(text($0)) }
    siblings = Self.siblings(lines, last, below: below)
    isValue = false
  }

  private static func word(_ table: LineTable, _ offset: Int) -> Range<Int> {
    let line = table.line(table.line(of: offset))
    var start = min(offset, line.upperBound)
    let end = start
    while start > line.lowerBound, !Array(" \t,[]{}\"'".utf8).contains(table.bytes[start - 1]) { start -= 1 }
    return start..<end
  }

  private static func parsed(_ text: Substring) -> Line {
    var rest = text.utf8[...]
    var indent = 0
    var isElement = false
    while let first = rest.first {
      if first == UInt8(ascii: " ") {
        (rest, indent) = (rest.dropFirst(), indent + 1)
      } else if first == UInt8(ascii: "-"), rest.dropFirst().first.map({ $0 == UInt8(ascii: " ") }) ?? true {
        (rest, indent, isElement) = (rest.dropFirst(), indent + 1, true)
      } else {
        break
      }
    }
    let isBlank = rest.isEmpty || rest.first == UInt8(ascii: "#")
    guard !isBlank, let colon = rest.firstIndex(of: UInt8(ascii: ":")),
      rest[rest.index(after: colon)...].first.map({ $0 == UInt8(ascii: " ") }) ?? true,
      let key = String(rest[..<colon]), !key.contains(where: { "[{,".contains($0) })
    else { return Line(indent: indent, isElement: isElement, key: nil, rest: rest, isBlank: isBlank) }
    let value = rest[rest.index(after: colon)...].drop { $0 == UInt8(ascii: " ") }
    let name = key.trimmed { $0 == "\"" || $0 == "'" || $0 == " " }
    return Line(indent: indent, isElement: isElement, key: name, rest: value, isBlank: false)
  }

  /// The keys above, and at, the last of some lines.
  ///
  /// - Parameter indent: where what stands below them starts.
  private static func path(_ lines: ArraySlice<Line>, below indent: Int = .max) -> [String] {
    var stack: [(indent: Int, key: String)] = []
    for line in lines where !line.isBlank {
      while let last = stack.last, last.indent >= line.indent { stack.removeLast() }
      if let key = line.key { stack.append((line.indent, key)) }
    }
    return stack.filter { $0.indent < indent }.map(\.key)
  }

  private static func siblings(_ above: [Line], _ own: Line, below: some Sequence<Line>) -> Set<String> {
    var keys: Set<String> = []
    if !own.isElement {
      for line in above.reversed() where !line.isBlank {
        guard line.indent >= own.indent else { break }
        if line.indent == own.indent, let key = line.key { keys.insert(key) }
        if line.indent == own.indent && line.isElement { break }
      }
    }
    for line in below where !line.isBlank {
      guard line.indent >= own.indent, !(line.indent == own.indent && line.isElement) else { break }
      if line.indent == own.indent, let key = line.key { keys.insert(key) }
    }
    return keys
  }
}

/// Mappings and lists in brackets, read up to a cursor.
private struct FlowScan {
  private struct Level {
    let isMapping: Bool
    var key: String?
    var seen: Set<String> = []
  }

  private var levels: [Level] = []
  private var token = ""
  private var quote: UInt8?

  var isOpen: Bool { !levels.isEmpty }
  var keys: [String] { levels.compactMap(\.key) }
  var isValue: Bool { levels.last.map { !$0.isMapping || $0.key != nil } ?? true }
  var siblings: Set<String> { levels.last?.seen ?? [] }

  mutating func read(_ text: Substring.UTF8View) {
    for byte in text {
      if let open = quote {
        if byte == open { quote = nil } else { token.unicodeScalars.append(Unicode.Scalar(byte)) }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "'"): quote = byte
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        levels.append(Level(isMapping: byte == UInt8(ascii: "{")))
        token = ""
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        _ = levels.popLast()
        token = ""
      case UInt8(ascii: ","):
        if !levels.isEmpty { levels[levels.count - 1].key = nil }
        token = ""
      case UInt8(ascii: ":"):
        guard let last = levels.last, last.isMapping, last.key == nil else { continue }
        let key = token.trimmed { $0 == " " }
        levels[levels.count - 1].key = key
        levels[levels.count - 1].seen.insert(key)
        token = ""
      default: token.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
  }
}

extension StringProtocol {
  /// The text without some characters at its ends.
  fileprivate func trimmed(_ isDropped: (Character) -> Bool) -> String {
    String(drop(while: isDropped).reversed().drop(while: isDropped).reversed())
  }
}
