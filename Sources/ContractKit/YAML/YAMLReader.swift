import CLibYAML

/// Reads one YAML document into a tree with places, from libyaml's events.
///
/// Nothing is guessed: scalars stay text. What would be lost or ambiguous is a finding: a second
/// document, a duplicate key, an alias, a key that is not text, depth beyond the limit.
struct YAMLReader {
  /// The document's value; nil where the file has none or is not YAML.
  private(set) var root: YAMLNode?
  private(set) var diagnostics: [Diagnostic] = []

  private let source: SourceText
  private var characters: CharacterOffsets
  private var frames: [Frame] = []
  private var documents = 0
  private var isDone = false

  /// A collection whose end has not been seen.
  private struct Frame {
    let start: Int
    let isMapping: Bool
    let isFlow: Bool
    var elements: [YAMLNode] = []
    var entries: [YAMLEntry] = []
    var key: YAMLNode?
    /// The places of the keys so far, kept once a mapping is so large that a search would be slow.
    var keys: [String: Range<Int>] = [:]

    /// Where a key was written before, if it was.
    mutating func earlier(_ name: String) -> Range<Int>? {
      guard entries.count > 16 else { return entries.first { $0.name == name }?.key.offsets }
      if keys.isEmpty {
        for entry in entries.reversed() {
          if let name = entry.name { keys[name] = entry.key.offsets }
        }
      }
      return keys[name]
    }
  }

  /// Reads a file.
  init(_ source: SourceText) {
    self.source = source
    characters = CharacterOffsets(source)
    diagnostics = Encoding.findings(in: source)
    guard diagnostics.isEmpty else { return }
    if let excess = source.lineStart(of: UInt8(ascii: "%"), after: YAMLLimits.directives) {
      report(
        .yamlSyntax, excess..<excess + 1, "more than \(YAMLLimits.directives) lines start with `%`, as directives do",
        help: "remove the directives: a contract needs none")
      return
    }
    parse()
    if root == nil && diagnostics.isEmpty {
      report(
        .emptyFile, source.firstLine.offsets, "the file contains no contract",
        help: "start with `metadata:`, or remove the file")
    }
  }

  private mutating func parse() {
    var parser = yaml_parser_t()
    guard yaml_parser_initialize(&parser) == 1 else { fatalError("libyaml: out of memory") }
    defer { yaml_parser_delete(&parser) }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
    let bytes = source.bytes
    let textStart = source.textStart
    bytes.withUnsafeBufferPointer { buffer in
      let text = UnsafeBufferPointer(rebasing: buffer[textStart...])
      // libyaml asks for an address even where there is nothing to read.
      var nothing: UInt8 = 0
      withUnsafePointer(to: &nothing) { empty in
        yaml_parser_set_input_string(&parser, text.baseAddress ?? empty, text.count)
        while !isDone { step(&parser) }
      }
    }
  }

  private mutating func step(_ parser: inout yaml_parser_t) {
    var event = yaml_event_t()
    guard yaml_parser_parse(&parser, &event) == 1 else {
      report(
        YAMLProblem(
          parser, source: source, at: characters.byte(parser.problem_mark.index),
          from: parser.context == nil ? nil : characters.byte(parser.context_mark.index)))
      return stop()
    }
    defer { yaml_event_delete(&event) }
    let start = characters.byte(event.start_mark.index)
    let end = characters.byte(event.end_mark.index)
    switch event.type {
    case YAML_STREAM_END_EVENT: isDone = true
    case YAML_DOCUMENT_START_EVENT: startDocument(start..<max(start, end))
    case YAML_ALIAS_EVENT:
      report(
        .yamlAlias, start..<end, "an alias is not expanded",
        help: "write the value out: a contract says what it claims where it claims it")
      // The text stands for the value, so that nothing else is found to be missing.
      let text = String(decoding: source.bytes[start..<max(start, end)], as: UTF8.self)
      add(YAMLNode(.scalar(YAMLScalar(text: text, style: .plain)), at: start..<max(start, end)))
    case YAML_SCALAR_EVENT: add(scalar(event, start, end))
    case YAML_SEQUENCE_START_EVENT:
      open(start, mapping: false, flow: event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_MAPPING_START_EVENT:
      open(start, mapping: true, flow: event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: close(end)
    default: break
    }
  }

  private mutating func startDocument(_ offsets: Range<Int>) {
    documents += 1
    guard documents > 1 else { return }
    report(
      .multipleDocuments, offsets, "a second document starts here",
      help: "put each contract into a file of its own: a contract's id is its file's stem")
    isDone = true
  }

  private mutating func open(_ start: Int, mapping: Bool, flow: Bool) {
    guard frames.count < YAMLLimits.depth else {
      report(
        .tooDeep, start..<start + 1, "more than \(YAMLLimits.depth) collections are nested here",
        help: "no contract needs a depth beyond \(YAMLLimits.depth)")
      return stop()
    }
    frames.append(Frame(start: start, isMapping: mapping, isFlow: flow))
  }

  private mutating func close(_ mark: Int) {
    let frame = frames.removeLast()
    let last = frame.isMapping ? frame.entries.last?.value.offsets.upperBound : frame.elements.last?.offsets.upperBound
    let end = frame.isFlow ? mark : last ?? frame.start
    let content = frame.isMapping ? YAMLNode.Content.mapping(frame.entries) : .sequence(frame.elements)
    add(YAMLNode(content, at: frame.start..<max(frame.start, end)))
  }

  /// Puts a finished node where it belongs.
  private mutating func add(_ node: YAMLNode) {
    guard let top = frames.indices.last else {
      root = node
      return
    }
    guard frames[top].isMapping else { return frames[top].elements.append(node) }
    guard let key = frames[top].key else {
      return addKey(node, to: top)
    }
    frames[top].entries.append(YAMLEntry(key: key, value: node))
    frames[top].key = nil
  }

  private mutating func addKey(_ key: YAMLNode, to frame: Int) {
    frames[frame].key = key
    guard let name = key.scalar?.text else {
      return report(.keyNotText, key.offsets, "\(key.kindName) cannot be a key", help: "use a word as the key")
    }
    guard let first = frames[frame].earlier(name) else {
      if !frames[frame].keys.isEmpty { frames[frame].keys[name] = key.offsets }
      return
    }
    report(
      .duplicateKey, key.offsets, "the key `\(name)` is here a second time",
      help: "merge the two, or rename one",
      related: [.init(message: "first here", path: source.path, range: source.range(first))])
  }

  private func scalar(_ event: yaml_event_t, _ start: Int, _ end: Int) -> YAMLNode {
    let data = event.data.scalar
    let text = String(decoding: UnsafeBufferPointer(start: data.value, count: data.length), as: UTF8.self)
    let style: YAMLScalar.Style =
      switch data.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    var end = max(start, end)
    if style == .literal || style == .folded {
      // libyaml's mark stands after the line ends that follow the text.
      while end > start, [0x20, 0x0A, 0x0D].contains(source.bytes[end - 1]) { end -= 1 }
    }
    return YAMLNode(.scalar(YAMLScalar(text: text, style: style)), at: start..<end)
  }

  /// Ends the reading of a file that cannot be trusted: no value at all is better than a part.
  private mutating func stop() {
    isDone = true
    root = nil
    frames = []
  }

  private mutating func report(
    _ rule: Rule, _ offsets: Range<Int>, _ message: String, help: String? = nil, related: [Diagnostic.Related] = []
  ) {
    diagnostics.append(
      rule.diagnostic(message, path: source.path, range: source.range(offsets), help: help, related: related))
  }

  private mutating func report(_ problem: YAMLProblem) {
    report(.yamlSyntax, problem.offsets, problem.message, help: problem.help, related: problem.related)
  }
}
