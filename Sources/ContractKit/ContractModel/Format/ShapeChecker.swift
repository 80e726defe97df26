/// Compares a tree with a shape: wrong kinds of values, missing keys, near-miss keys, unknown words.
package struct ShapeChecker {
  package private(set) var diagnostics: [Diagnostic] = []
  /// Keys that are neither known nor near misses; they are kept, and counted.
  private(set) var unknownKeys: [String: Int] = [:]
  /// What misspelled keys were meant to be, by their positions in the tree, where the right one is not there as well.
  private(set) var meant: [Int: String] = [:]

  /// Other words for keys: where the first of each is told, and how often it is there.
  private var synonyms: [String: (position: Int, count: Int)] = [:]

  private let source: SourceText
  private let terms: Terms
  private let isStrict: Bool
  /// Whether a key that is neither known nor a near miss is a finding, too.
  private let isClosed: Bool

  /// Checks a contract's tree.
  init(_ root: YAMLNode, source: SourceText, isStrict: Bool, terms: Terms) {
    self.source = source
    self.terms = terms
    self.isStrict = isStrict
    isClosed = false
    check(root, ContractShape.contract)
    // An author who calls a key otherwise does so everywhere, and is told once.
    for (position, count) in synonyms.values where count > 1 {
      diagnostics[position].message += " (\(Plural.count(count - 1, "more key")) like it)"
    }
  }

  /// Checks the tree of a file of hypotheses, which has no other format.
  init(_ root: YAMLNode, investigation source: SourceText) {
    self.source = source
    terms = .builtIn
    isStrict = true
    isClosed = false
    check(root, ContractShape.investigation)
  }

  /// Checks the tree of a file of `pv`'s own, in which every key must be known.
  package init(_ root: YAMLNode, _ shape: ObjectShape, source: SourceText) {
    self.source = source
    terms = .builtIn
    isStrict = true
    isClosed = true
    check(root, shape)
  }

  private mutating func check(_ node: YAMLNode, _ object: ObjectShape) {
    if node.kind == .mapping { check(node.position, in: node.tree, object) }
  }

  /// Checks a mapping; by positions, since most nodes need no closer look.
  private mutating func check(_ mapping: Int, in tree: YAMLTree, _ object: ObjectShape) {
    var misspelled: Set<String> = []
    // The fields that are there, and those of them whose first value says something.
    var (present, filled): (UInt64, UInt64) = (0, 0)
    for key in tree.keys(of: mapping) where tree.records[key].kind.isScalar {
      let value = Int(tree.records[key].next)
      if let position = tree.withText(key, { object.position(of: $0) }) {
        let bit: UInt64 = 1 << position
        if present & bit == 0, object.demanded & bit != 0, !tree.isBlank(value) { filled |= bit }
        present |= bit
        if checkUsual(value, in: tree, object.usual[position]) { continue }
        check(YAMLNode(tree: tree, position: value), object, position)
      } else {
        let known = checkUnknown(
          YAMLNode(tree: tree, position: key), object, in: YAMLNode(tree: tree, position: mapping))
        if known == nil, let others = object.others {
          check(
            YAMLNode(tree: tree, position: value), others, of: YAMLNode(tree: tree, position: key).anyText,
            isAdded: true)
        }
        guard let known, misspelled.insert(known).inserted, tree.key(known, of: mapping) == nil,
          let position = object.names.names.firstIndex(of: known)
        else { continue }
        // What stands below a misspelled key may be wrong, too.
        meant[key] = known
        check(YAMLNode(tree: tree, position: value), object, position)
      }
    }
    if object.demanded & ~filled != 0 {
      reportMissing(object.demanded & ~filled, YAMLNode(tree: tree, position: mapping), object, misspelled)
    }
  }

  /// Says which keys are missing, or say nothing.
  ///
  /// - Parameters:
  ///   - fields: their positions.
  ///   - misspelled: what other keys were meant to be: a key that is there, misspelled, is one fault, not two.
  private mutating func reportMissing(
    _ fields: UInt64, _ node: YAMLNode, _ object: ObjectShape, _ misspelled: Set<String>
  ) {
    for field in object.fields.indices.filter({ fields & 1 << $0 != 0 }).map({ object.fields[$0] })
    where !misspelled.contains(field.key) {
      let place = node.entry(field.key)?.key ?? node.entries?.first?.key ?? node
      report(
        .missingKey, place, "\(object.name) without `\(field.key)`",
        strict: isStrict || field.presence == .required,
        help:
          "add `\(field.key):` \(field.documentation.prefix(1).lowercased())\(field.documentation.dropFirst().dropLast())"
      )
    }
  }

  /// Checks a value that is what nearly every value of its field is; false for any other.
  private mutating func checkUsual(_ value: Int, in tree: YAMLTree, _ usual: ObjectShape.Usual) -> Bool {
    let kind = tree.records[value].kind
    let below = value + 1..<Int(tree.records[value].next)
    switch usual {
    case .text: return kind.isScalar
    case .texts:
      guard kind == .sequence else { return kind.isScalar }
      // Texts have nothing below them, so they follow one another.
      return below.allSatisfy { tree.records[$0].kind.isScalar && !tree.isNull($0) }
    case .mappings(let object):
      guard kind == .sequence else { return false }
      let elements = tree.elements(of: value)
      guard elements.allSatisfy({ tree.records[$0].kind == .mapping }) else { return false }
      for element in elements { check(element, in: tree, object) }
      return true
    case .other: return false
    }
  }

  /// The known key that an unknown one was meant to be, if it was.
  ///
  /// - Parameter mapping: what the key stands in.
  private mutating func checkUnknown(_ key: YAMLNode, _ object: ObjectShape, in mapping: YAMLNode) -> String? {
    let name = key.anyText
    var names = object.names
    let synonym = object.synonym(of: name)
    let nearest = synonym ?? names.nearest(to: name)
    if isClosed {
      report(
        .unknownSetting, key, "\(object.name) has no setting `\(name)`", strict: true,
        help: Suggestion.help(for: name, among: names.names, limit: .max))
      return nearest
    }
    guard let known = nearest else {
      if object.others == nil { unknownKeys[name, default: 0] += 1 }
      return nil
    }
    // Another word for a key may stand for another form of what is below it.
    let isRead = synonym == nil || key.tree.records[Int(key.tree.records[key.position].next)].kind.isScalar
    let help =
      mapping.entry(known) != nil
      ? "`\(known)` is there as well: merge the two, or remove this one"
      : synonym == nil
        ? "did you mean `\(known)`?"
        : isRead ? "write `\(known)`" : "write `\(known)`, with entries in the form that `pv schema` gives"
    if synonym != nil {
      synonyms[known, default: (diagnostics.count, 0)].count += 1
      guard synonyms[known]?.count == 1 else { return isRead ? known : nil }
    }
    report(
      .nearMissKey, key, "\(object.name) has no key `\(name)`", strict: isStrict,
      help: help)
    return isRead ? known : nil
  }

  /// Checks the value of a field.
  private mutating func check(_ node: YAMLNode, _ object: ObjectShape, _ position: Int) {
    // The text of a key is wanted for messages only.
    if case .object(let inner) = object.fields[position].shape, node.kind == .mapping { return check(node, inner) }
    check(
      node, object.fields[position].shape, of: object.fields[position].key,
      isAdded: object.fields[position].origin == .added)
  }

  private mutating func check(_ node: YAMLNode, _ shape: Shape, of key: String, isAdded: Bool) {
    guard !node.isNull else { return }
    let strict = isStrict || !isAdded
    switch shape {
    case .anything: break
    case .text:
      if node.kind != .scalar { wrongType(node, key, "text", strict: strict) }
    case .integer: expectText(node, key, "a whole number", strict: strict) { Int($0) != nil }
    case .flag: expectText(node, key, "`true` or `false`", strict: strict) { $0 == "true" || $0 == "false" }
    case .date: expectText(node, key, "a day as YYYY-MM-DD", strict: strict) { CalendarDate($0) != nil }
    case .choice(let vocabulary):
      guard node.kind == .scalar else { return wrongType(node, key, "text", strict: strict) }
      checkWord(node, vocabulary)
    case .term(let kind):
      guard node.kind == .scalar else { return wrongType(node, key, "text", strict: strict) }
      checkTerm(node, kind)
    case .list(let element):
      guard let elements = node.elements else { return wrongType(node, key, "a list", strict: strict) }
      for item in elements { checkElement(item, element, of: key, isAdded: isAdded) }
    case .oneOrMore(let element):
      guard let elements = node.elements else { return check(node, element, of: key, isAdded: isAdded) }
      for item in elements { checkElement(item, element, of: key, isAdded: isAdded) }
    case .object(let object):
      guard node.kind == .mapping else { return wrongType(node, key, "a mapping", strict: strict) }
      check(node, object)
    case .textOr(let object):
      switch node.kind {
      case .scalar: break
      case .mapping: check(node, object)
      case .sequence: wrongType(node, key, "text or a mapping", strict: strict)
      }
    case .named(let value):
      guard let entries = node.entries else { return wrongType(node, key, "a mapping", strict: strict) }
      if case .object(let object) = value {
        // Texts in the place of mappings are one mistake.
        let texts = entries.filter { $0.value.kind == .scalar && !$0.value.isNull }
        if texts.count > 1 {
          let names = texts.map { "`\($0.name ?? key)`" }.joined(separator: ", ")
          report(
            .wrongType, texts[0].value, "the entries of `\(key)` must be mappings, but \(names) are texts",
            strict: strict,
            help: "each is \(object.name): \(object.fields.prefix(3).map { "`\($0.key)`" }.joined(separator: ", ")), …")
          for entry in entries where entry.value.kind != .scalar {
            check(entry.value, value, of: entry.name ?? key, isAdded: isAdded)
          }
          return
        }
        // The name of an entry is wanted for messages only.
        if texts.isEmpty, entries.allSatisfy({ $0.value.kind == .mapping }) {
          for entry in entries { check(entry.value, object) }
          return
        }
      }
      for entry in entries { check(entry.value, value, of: entry.name ?? key, isAdded: isAdded) }
    }
  }

  /// An element of a list must say something.
  private mutating func checkElement(_ node: YAMLNode, _ shape: Shape, of key: String, isAdded: Bool) {
    guard node.isNull else { return check(node, shape, of: key, isAdded: isAdded) }
    let place = node.offsets.isEmpty ? max(0, node.offsets.lowerBound - 1)..<node.offsets.upperBound : node.offsets
    report(
      .wrongType, place, "an element of `\(key)` is empty", strict: isStrict || !isAdded,
      help: "write the element, or remove its `-`")
  }

  private mutating func expectText(
    _ node: YAMLNode, _ key: String, _ expected: String, strict: Bool, where isGood: (String) -> Bool
  ) {
    if let text = node.scalar?.text, isGood(text) { return }
    wrongType(node, key, expected, strict: strict)
  }

  private mutating func wrongType(_ node: YAMLNode, _ key: String, _ expected: String, strict: Bool) {
    let found = node.scalar.map { "`\($0.text.prefix(40))`" } ?? node.kindName
    let help: String? =
      switch (expected, node.kind) {
      case ("text", .mapping): "quote the text if it contains `: `"
      case ("a list", .scalar), ("a list", .mapping): "start each element with `- `"
      case ("a mapping", _): "write `KEY: VALUE` on lines of their own below it, or `{KEY: VALUE}`"
      case ("text", .sequence), ("text or a mapping", .sequence):
        "write one text, and quote it if it starts with `[` or `- `"
      case ("a whole number", _): "write digits, for instance 8"
      case ("a day as YYYY-MM-DD", _): "write a day that exists, for instance 2027-01-31"
      default: nil
      }
    report(.wrongType, node, "`\(key)` takes \(expected), not \(found)", strict: strict, help: help)
  }

  private mutating func checkTerm(_ node: YAMLNode, _ kind: Terms.Kind) {
    let word = node.anyText
    guard !terms.contains(word, kind) else { return }
    report(
      .unknownValue, node, "`\(word)` is not \(kind.name)", strict: isStrict,
      help: Suggestion.help(for: word, among: terms.names(kind)))
  }

  private mutating func checkWord(_ node: YAMLNode, _ vocabulary: Vocabulary) {
    guard node.withText({ vocabulary.positions.position(of: $0) }) == nil else { return }
    let word = node.anyText
    // Words that are written with other bytes may be equal all the same.
    guard !vocabulary.words.contains(word) else { return }
    report(
      .unknownValue, node, "`\(word)` is not \(vocabulary.name)", strict: isStrict || vocabulary.isClosed,
      help: Suggestion.help(for: word, among: vocabulary.words))
  }

  private mutating func report(_ rule: Rule, _ node: YAMLNode, _ message: String, strict: Bool, help: String?) {
    report(rule, node.offsets, message, strict: strict, help: help)
  }

  private mutating func report(
    _ rule: Rule, _ offsets: Range<Int>, _ message: String, strict: Bool, help: String?
  ) {
    diagnostics.append(
      rule.diagnostic(message, path: source.path, range: source.range(offsets), strict: strict, help: help))
  }
}
