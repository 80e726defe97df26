/// The names of a contract in few bytes: what it declares, what it names, and where a finding about that points.
///
/// A file that has been judged by itself is let go, and of very many files these are all that is left. They take a tenth of
/// what the typed form does: each text stands there once, and each place as its distance from the one before.
struct PackedNames: Sendable {
  private let bytes: PackedBytes

  /// The names of a contract as it was read.
  ///
  /// - Parameter isOneOfMany: whether it is kept as long as many others.
  init(_ contract: Contract, isOneOfMany: Bool) {
    var writer = Writer()
    // First, so that they are found without a look at the rest.
    writer.list(contract.falsifiers) { $0.located($1.id) }
    writer.optional(contract.metadata.format) { $0.located($1) }
    writer.list(contract.metadata.dependsOn) { $0.located($1) }
    for falsifier in contract.falsifiers {
      let isKept = Self.keeps(falsifier, of: contract)
      writer.flags(isKept, false)
      if isKept { writer.names(of: falsifier) }
    }
    writer.list(contract.gates) { writer, gate in
      writer.located(gate.id)
      writer.list(gate.requires) { $0.located($1) }
    }
    writer.list(contract.faults) { writer, fault in
      writer.text(fault.faultClass.value)
      writer.list(fault.violates) { $0.located($1) }
      writer.list(fault.mutants) { $0.located($1) }
    }
    writer.list(contract.equations) { writer, equation in
      writer.text(equation.id.value)
      writer.flags(equation.notFalsified != nil, equation.operation != nil)
      writer.list(equation.invariants) { writer, invariant in
        writer.text(invariant.id.value)
        writer.flags(invariant.notFalsified != nil, invariant.hasWrittenID)
        if !invariant.hasWrittenID { writer.place(invariant.statement.range) }
      }
    }
    // Obligations of the public format are held against nothing.
    writer.list(contract.isStrict ? contract.obligations : []) { writer, obligation in
      writer.optional(obligation.appliesTo) { $0.located($1) }
      writer.place(obligation.range)
    }
    bytes = PackedBytes(writer.bytes, isOneOfMany: isOneOfMany)
  }

  /// Whether more than the id of a falsifier is kept.
  static func keeps(_ falsifier: Falsifier, of contract: Contract) -> Bool {
    contract.isStrict || falsifier.usesAdditions
  }

  /// Calls a function with the id of each falsifier, and with where the id stands in the bytes.
  func forEachFalsifierID(_ body: (String, Int32) -> Void) {
    bytes.withBytes { bytes in
      var reader = Reader(bytes)
      reader.forEachFalsifierID(body)
    }
  }

  /// The id that stands at a place in the bytes.
  func falsifierID(at place: Int32) -> String {
    bytes.withBytes { bytes in
      var reader = Reader(bytes, from: Int(place))
      return reader.text()
    }
  }

  /// What the contract declares and names, but for its clauses.
  var names: ContractNames {
    bytes.withBytes { bytes in
      var reader = Reader(bytes)
      return reader.names()
    }
  }

  /// The contract, without whatever is no name and without most places: see ``ContractOutline/contract``.
  ///
  /// - Parameter needsClauses: whether it has clauses even where it names none of them itself.
  func contract(
    id: String, path: String, terms: Terms, needsClauses: Bool
  ) -> (outline: Contract, falsifierIDs: [Located<String>]) {
    let (names, equations, obligations) = bytes.withBytes { bytes in
      var reader = Reader(bytes)
      let names = reader.names()
      let hasClauses = needsClauses || names.metadata.isStrict || !names.falsifiers.isEmpty || !names.faults.isEmpty
      let (equations, obligations) = hasClauses ? reader.clauses() : ([], [])
      return (names, equations, obligations)
    }
    let outline = Contract(
      id: id, path: path, metadata: names.metadata, equations: equations, obligations: obligations,
      falsifiers: names.falsifiers, gates: names.gates, faults: names.faults, terms: terms)
    return (outline, names.falsifierIDs)
  }

  /// Where something is that no finding points at.
  fileprivate static let nowhere = SourceRange(
    start: SourcePosition(offset: 0, line: 1, column: 1), end: SourcePosition(offset: 0, line: 1, column: 1))

  /// What is written there is not kept, only that something is.
  fileprivate static let something = Located("", at: nowhere)
}

extension PackedNames {
  fileprivate struct Writer {
    private(set) var bytes: [UInt8] = []
    /// The texts that stand in the bytes.
    private var texts: [(start: Int, count: Int)] = []
    /// The positions of texts, each at its hash or behind it; negative where there is none.
    private var slots = [Int32](repeating: -1, count: 64)
    private var last = PackedNames.nowhere.start

    init() {
      bytes.reserveCapacity(1 << 10)
      texts.reserveCapacity(slots.count / 2)
    }

    /// Seven bits a byte, the lowest first.
    private mutating func number(_ value: Int) {
      var rest = UInt(bitPattern: value)
      while rest >= 0x80 {
        bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
        rest >>= 7
      }
      bytes.append(UInt8(rest))
    }

    /// A small number for one near 0, whatever its sign.
    private func folded(_ value: Int) -> Int { value << 1 ^ value >> (Int.bitWidth - 1) }

    mutating func flags(_ first: Bool, _ second: Bool) { bytes.append((first ? 1 : 0) | (second ? 2 : 0)) }

    /// Each text once; those that spell the same characters in other bytes are others.
    mutating func text(_ text: String) {
      var text = text
      text.withUTF8 { text in
        var slot = firstSlot(for: text)
        while slots[slot] >= 0 {
          let position = Int(slots[slot])
          if isText(position, text) { return number(position << 1 | 1) }
          slot = (slot + 1) & (slots.count - 1)
        }
        slots[slot] = Int32(texts.count)
        number(text.count << 1)
        texts.append((bytes.count, text.count))
        bytes.append(contentsOf: text)
        if 2 * texts.count > slots.count { spread() }
      }
    }

    private func isText(_ position: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
      let (start, count) = texts[position]
      return count == text.count && bytes.withUnsafeBufferPointer { UTF8Text.areSame(text, at: start, of: $0) }
    }

    /// Puts the texts into twice as many slots.
    private mutating func spread() {
      slots = [Int32](repeating: -1, count: 2 * slots.count)
      for (position, text) in texts.enumerated() {
        var slot = bytes.withUnsafeBufferPointer { bytes in
          firstSlot(for: .init(rebasing: bytes[text.start..<text.start + text.count]))
        }
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(position)
      }
    }

    /// By the standard library's hash, whose key nobody knows: then nobody can write a file whose texts all have one hash.
    /// FNV with a random start is no such hash: texts made to collide from one start collide from one in a hundred others.
    private func firstSlot(for text: UnsafeBufferPointer<UInt8>) -> Int {
      var hasher = Hasher()
      hasher.combine(bytes: UnsafeRawBufferPointer(text))
      return hasher.finalize() & (slots.count - 1)
    }

    /// - Parameter count: the bytes of a text that probably fill the place.
    mutating func place(_ range: SourceRange, count: Int = -1) {
      let (start, end) = (range.start, range.end)
      let size = end.offset - start.offset
      // On one line of ASCII, columns follow from offsets.
      let isBeside = start.line == last.line && start.column - last.column == start.offset - last.offset
      let isPlain = end.line == start.line && end.column - start.column == size
      let isFilled = isPlain && size == count
      let form = (isBeside ? 1 : 0) | (isFilled ? 2 : isPlain ? 4 : 0)
      number(folded(start.offset - last.offset) << 3 | form)
      if !isBeside {
        number(folded(start.line - last.line))
        number(start.column)
      }
      if !isFilled { number(folded(size)) }
      if !isPlain {
        number(folded(end.line - start.line))
        number(end.column)
      }
      last = start
    }

    mutating func located(_ text: Located<String>) {
      self.text(text.value)
      place(text.range, count: text.value.utf8.count)
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout Writer, Value) -> Void) {
      bytes.append(value == nil ? 0 : 1)
      if let value { write(&self, value) }
    }

    mutating func list<Value>(_ values: [Value], _ write: (inout Writer, Value) -> Void) {
      number(values.count)
      for value in values { write(&self, value) }
    }

    mutating func names(of falsifier: Falsifier) {
      list(falsifier.bindsTo) { $0.located($1) }
      list(falsifier.checks) { $0.text($1.metric.value) }
      list(falsifier.mutants) { $0.located($1) }
      list(falsifier.weights) { writer, weights in
        writer.text(weights.name.value)
        writer.optional(weights.sha256) { $0.located($1) }
      }
    }
  }

  /// Reads what a `Writer` has written, in the same order.
  fileprivate struct Reader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position: Int
    private var texts: [String] = []
    private var last = PackedNames.nowhere.start

    init(_ bytes: UnsafeBufferPointer<UInt8>, from position: Int = 0) {
      (self.bytes, self.position) = (bytes, position)
    }

    private mutating func byte() -> UInt8 {
      defer { position += 1 }
      return bytes[position]
    }

    private mutating func number() -> Int {
      var (value, shift): (UInt, UInt) = (0, 0)
      while true {
        let byte = byte()
        value |= UInt(byte & 0x7F) << shift
        guard byte >= 0x80 else { return Int(bitPattern: value) }
        shift += 7
      }
    }

    private func unfolded(_ value: Int) -> Int {
      let value = UInt(bitPattern: value)
      return Int(bitPattern: value >> 1) ^ -Int(bitPattern: value & 1)
    }

    mutating func flags() -> (Bool, Bool) {
      let byte = byte()
      return (byte & 1 != 0, byte & 2 != 0)
    }

    mutating func text() -> String {
      let head = number()
      guard head & 1 == 0 else { return texts[head >> 1] }
      let count = head >> 1
      defer { position += count }
      let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[position..<position + count]), as: UTF8.self)
      texts.append(text)
      return text
    }

    /// - Parameter count: the bytes of the text in front of the place.
    mutating func place(count: Int = -1) -> SourceRange {
      let head = number()
      let distance = unfolded(head >> 3)
      var (line, column) = (last.line, last.column + distance)
      if head & 1 == 0 { (line, column) = (last.line + unfolded(number()), number()) }
      let start = SourcePosition(offset: last.offset + distance, line: line, column: column)
      last = start
      let isFilled = head & 2 != 0
      let size = isFilled ? count : unfolded(number())
      let isPlain = isFilled || head & 4 != 0
      let end = SourcePosition(
        offset: start.offset + size, line: isPlain ? line : line + unfolded(number()),
        column: isPlain ? column + size : number())
      return SourceRange(start: start, end: end)
    }

    mutating func located() -> Located<String> {
      let text = text()
      return Located(text, at: place(count: text.utf8.count))
    }

    /// Calls a function with each id and where its text stands; of an id that is there again, where it stood before.
    mutating func forEachFalsifierID(_ body: (String, Int32) -> Void) {
      var starts: [Int32] = []
      for _ in 0..<number() {
        let start = position
        let head = number()
        if head & 1 == 0 {
          position = start
          starts.append(Int32(start))
          body(text(), Int32(start))
        } else {
          body(texts[head >> 1], starts[head >> 1])
        }
        _ = place(count: 0)
      }
    }

    mutating func unlocated() -> Located<String> { Located(text(), at: PackedNames.nowhere) }

    mutating func optional<Value>(_ read: (inout Reader) -> Value) -> Value? { byte() == 0 ? nil : read(&self) }

    mutating func list<Value>(_ read: (inout Reader) -> Value) -> [Value] { (0..<number()).map { _ in read(&self) } }

    /// What stands at the start.
    mutating func names() -> ContractNames {
      let falsifierIDs = list { $0.located() }
      let metadata = Contract.Metadata(format: optional { $0.located() }, dependsOn: list { $0.located() })
      var falsifiers: [Falsifier] = []
      for id in falsifierIDs where flags().0 { falsifiers.append(falsifier(id)) }
      let gates = list { reader in
        Contract.Gate(id: reader.located(), requires: reader.list { $0.located() }, range: PackedNames.nowhere)
      }
      let faults = list { reader in
        Fault(
          faultClass: reader.unlocated(), violates: reader.list { $0.located() },
          mutants: reader.list { $0.located() }, range: PackedNames.nowhere)
      }
      return ContractNames(
        metadata: metadata, falsifierIDs: falsifierIDs, falsifiers: falsifiers, gates: gates, faults: faults)
    }

    /// What stands behind the names.
    mutating func clauses() -> (equations: [Equation], obligations: [Contract.Obligation]) {
      let equations = list { reader -> Equation in
        let id = reader.unlocated()
        let (isJustified, hasOperation) = reader.flags()
        let invariants = reader.list { reader -> Invariant in
          let id = reader.unlocated()
          let (isJustified, hasWrittenID) = reader.flags()
          return Invariant(
            id: id, hasWrittenID: hasWrittenID,
            statement: hasWrittenID ? PackedNames.something : Located("", at: reader.place()),
            notFalsified: isJustified ? PackedNames.something : nil)
        }
        return Equation(
          id: id, invariants: invariants, operation: hasOperation ? PackedNames.something : nil,
          notFalsified: isJustified ? PackedNames.something : nil, range: PackedNames.nowhere)
      }
      let obligations = list { reader in
        Contract.Obligation(appliesTo: reader.optional { $0.located() }, range: reader.place())
      }
      return (equations, obligations)
    }

    private mutating func falsifier(_ id: Located<String>) -> Falsifier {
      let bindsTo = list { $0.located() }
      let checks = list { reader -> Check in
        let metric = reader.unlocated()
        // What the check demands is not kept.
        return Check(metric: metric, condition: .notEqualsText(metric), range: PackedNames.nowhere)
      }
      let mutants = list { $0.located() }
      let needs = list { reader in
        Falsifier.Need(kind: .weights, name: reader.unlocated(), sha256: reader.optional { $0.located() })
      }
      return Falsifier(
        id: id, bindsTo: bindsTo, checks: checks, mutants: mutants, needs: needs, range: PackedNames.nowhere)
    }
  }
}
