import CLibYAML

/// Makes a tree of what libyaml says of a file.
struct YAMLEvents: ~Copyable {
  private(set) var diagnostics: [Diagnostic] = []

  private let source: SourceText
  private var characters: CharacterOffsets
  private var builder: YAMLTreeBuilder
  private var documents = 0
  private var isDone = false
  private var isFailed = false

  /// Prepares to read a file, which must be good text.
  init(_ source: SourceText) {
    self.source = source
    characters = CharacterOffsets(source)
    builder = YAMLTreeBuilder(bytes: source.bytes.count)
  }

  /// Reads the file.
  mutating func read() {
    if let excess = source.lineStart(of: UInt8(ascii: "%"), after: YAMLLimits.directives) {
      report(
        .yamlSyntax, excess..<excess + 1, "more than \(YAMLLimits.directives) lines start with `%`, as directives do",
        help: "remove the directives: a contract needs none")
      return
    }
    parse()
    if builder.isEmpty && diagnostics.isEmpty {
      report(
        .emptyFile, source.firstLine.offsets, "the file contains no contract",
        help: "start with `metadata:`, or remove the file")
    }
  }

  /// The document's value; nil where the file has none or is not YAML.
  consuming func root() -> YAMLNode? {
    if isFailed { return nil }
    return builder.tree().map { YAMLNode(tree: $0, position: 0) }
  }

  private mutating func parse() {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { fatalError("libyaml: out of memory") }
    defer { yaml_parser_delete(parser) }
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    defer { event.deallocate() }
    let bytes = source.bytes
    YAMLInput(source).read(by: parser) {
      bytes.withUnsafeBufferPointer { bytes in
        while !isDone {
          guard yaml_parser_parse(parser, event) == 1 else { return fail(parser) }
          take(event, bytes)
          yaml_event_delete(event)
        }
      }
    }
  }

  /// Says what libyaml could not read.
  private mutating func fail(_ parser: UnsafeMutablePointer<yaml_parser_t>) {
    report(
      YAMLProblem(
        parser.pointee, source: source, at: characters.byte(parser.pointee.problem_mark.index),
        from: parser.pointee.context == nil ? nil : characters.byte(parser.pointee.context_mark.index)))
    stop()
  }

  private mutating func take(_ event: UnsafeMutablePointer<yaml_event_t>, _ bytes: UnsafeBufferPointer<UInt8>) {
    let start = characters.byte(event.pointee.start_mark.index)
    let end = characters.byte(event.pointee.end_mark.index)
    switch event.pointee.type {
    case YAML_SCALAR_EVENT: addScalar(event, start, end, bytes)
    case YAML_MAPPING_START_EVENT:
      open(.mapping, start, isFlow: event.pointee.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE)
    case YAML_SEQUENCE_START_EVENT:
      open(.sequence, start, isFlow: event.pointee.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: check(builder.close(at: end))
    case YAML_STREAM_END_EVENT: isDone = true
    case YAML_DOCUMENT_START_EVENT: startDocument(start..<max(start, end))
    case YAML_ALIAS_EVENT:
      report(
        .yamlAlias, start..<end, "an alias is not expanded",
        help: "write the value out: a contract says what it claims where it claims it")
      // The text stands for the value, so that nothing else is found to be missing.
      let offsets = start..<max(start, end)
      check(builder.add(.plain, .init(rebasing: bytes[offsets]), at: offsets))
    default: break
    }
  }

  private mutating func startDocument(_ offsets: Range<Int>) {
    documents += 1
    guard documents > 1 else { return }
    report(
      .multipleDocuments, offsets, "a second document starts here",
      help: "put each contract into a file of its own: its id is the stem of its file")
    isDone = true
  }

  private mutating func open(_ kind: YAMLTree.Kind, _ start: Int, isFlow: Bool) {
    guard builder.depth < YAMLLimits.depth else {
      report(
        .tooDeep, start..<start + 1, "more than \(YAMLLimits.depth) collections are nested here",
        help: "no contract needs a depth beyond \(YAMLLimits.depth)")
      return stop()
    }
    builder.open(kind, at: start, isFlow: isFlow)
  }

  private mutating func addScalar(
    _ event: UnsafeMutablePointer<yaml_event_t>, _ start: Int, _ end: Int, _ bytes: UnsafeBufferPointer<UInt8>
  ) {
    let kind: YAMLTree.Kind =
      switch event.pointee.data.scalar.style {
      case YAML_SINGLE_QUOTED_SCALAR_STYLE: .singleQuoted
      case YAML_DOUBLE_QUOTED_SCALAR_STYLE: .doubleQuoted
      case YAML_LITERAL_SCALAR_STYLE: .literal
      case YAML_FOLDED_SCALAR_STYLE: .folded
      default: .plain
      }
    var end = max(start, end)
    if kind == .literal || kind == .folded {
      // libyaml's mark stands after the line ends that follow the text.
      while end > start, bytes[end - 1] == 0x20 || bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
    }
    let text = UnsafeBufferPointer(
      start: event.pointee.data.scalar.value, count: event.pointee.data.scalar.length)
    check(builder.add(kind, text, at: start..<end))
  }

  /// Says what is wrong with a node as a key.
  private mutating func check(_ added: YAMLTreeBuilder.Added) {
    guard let problem = added.problem else { return }
    let offsets = builder.offsets(added.position)
    switch problem {
    case .notText:
      report(
        .keyNotText, offsets, "\(builder.isMapping(added.position) ? "a mapping" : "a list") cannot be a key",
        help: "use a word as the key")
    case .repeated(let first):
      report(
        .duplicateKey, offsets, "the key `\(builder.text(added.position))` occurs here a second time",
        help: "merge the two, or rename one",
        related: [.init(message: "first here", path: source.path, range: source.range(builder.offsets(first)))])
    }
  }

  /// Ends the reading of a file that cannot be trusted: no value at all is better than a part.
  private mutating func stop() {
    isDone = true
    isFailed = true
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
