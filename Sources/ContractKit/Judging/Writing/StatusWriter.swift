/// Sets what is derived in the bytes of a contract or of a file of hypotheses, and changes no other byte.
package enum StatusWriter {
  /// What was derived of one file.
  package struct Derived {
    /// The path of the file.
    package var path: String
    /// The falsifiers of the contract, in its order.
    package var entries: [Verification.Entry] = []
    /// The gates of the contract, in its order.
    package var gates: [Verification.GateResult] = []
    /// The hypotheses of the file.
    package var hypotheses: [JudgedHypothesis] = []

    /// What was derived of the file at a path; nothing where nothing is given.
    package init(path: String, entries: [Verification.Entry] = []) {
      self.path = path
      self.entries = entries
    }
  }

  /// The bytes with derived values in the place of the declared ones.
  ///
  /// A value that is written is replaced in place, its quotes included. One that is missing is inserted as a line of its
  /// own after the `id:` line of its mapping, with that key's indent, or after the opening brace of a mapping in flow
  /// style: the status of a falsifier, the state of a hypothesis, and of a gate that has none its verdict with what that
  /// rests on.
  ///
  /// - Parameters:
  ///   - bytes: the file as it was read.
  ///   - derived: what was derived of this file.
  /// - Returns: the new bytes; equal to the old ones where nothing differs. Nil where the edited
  ///   bytes would not read back as the same values with the derived ones.
  package static func rewrite(_ bytes: [UInt8], _ derived: Derived) -> [UInt8]? {
    var result = bytes
    let edits = derived.values.compactMap { edit(for: $0, in: bytes) }
    // Two lines that go to one place keep their order.
    for edit in edits.reversed().sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      result.replaceSubrange(edit.range, with: edit.text.utf8)
    }
    guard result != bytes else { return bytes }
    let (old, new) = (ContractFile(path: derived.path, bytes: bytes), ContractFile(path: derived.path, bytes: result))
    let isAsMeant =
      derived.isIn(new)
      && old.root.flatMap { old in new.root.map { old.says($0, leavingOut: Self.keys) } } ?? false
    return isAsMeant ? result : nil
  }

  /// The keys whose values are derived.
  private static let keys: Set<String> = ["discharge_status", "verdict", "verdict_basis", "state"]

  /// One value that is derived.
  fileprivate struct Value {
    let key: String
    let declared: Located<String>?
    let derived: String
    /// Whether it is written where nothing is.
    var isInserted = true
    /// The id of the mapping, and the mapping.
    let id: Located<String>
    let mapping: SourceRange

    var isRight: Bool { declared.map { HypothesisGraph.folded($0.value) } == derived }

    /// As YAML has it: what is not one word is quoted.
    var text: String {
      let isWord = derived.utf8.allSatisfy { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A || $0 == UInt8(ascii: "_") }
      return isWord ? derived : "\"\(derived.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }
  }

  private static func edit(for value: Value, in bytes: [UInt8]) -> (range: Range<Int>, text: String)? {
    guard !value.isRight else { return nil }
    if let declared = value.declared {
      // Without a place of its own it is not replaced, and what is read back says so.
      return ScalarBytes.content(of: declared.range.offsets, in: bytes).map { ($0, value.text) }
    }
    guard value.isInserted else { return nil }
    let start = value.mapping.start.offset
    if bytes.indices.contains(start), bytes[start] == UInt8(ascii: "{") {
      return (start + 1..<start + 1, "\(value.key): \(value.text), ")
    }
    let id = value.id.range
    let lineEnd = bytes[id.end.offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let usesCRLF = lineEnd > 0 && lineEnd < bytes.endIndex && bytes[lineEnd - 1] == UInt8(ascii: "\r")
    // Keys of the mapping stand in the column of its first key.
    let indent = String(repeating: " ", count: value.mapping.start.column - 1)
    let newline = usesCRLF ? "\r\n" : "\n"
    let line = "\(indent)\(value.key): \(value.text)"
    return lineEnd == bytes.endIndex
      ? (lineEnd..<lineEnd, newline + line) : (lineEnd + 1..<lineEnd + 1, line + newline)
  }
}

extension StatusWriter.Derived {
  /// All values that are derived of the file.
  fileprivate var values: [StatusWriter.Value] {
    entries.map { entry in
      .init(
        key: "discharge_status", declared: entry.falsifier.status, derived: entry.verdict.status.rawValue,
        id: entry.falsifier.id, mapping: entry.falsifier.range)
    }
      + gates.flatMap { result -> [StatusWriter.Value] in
        let gate = result.gate
        let hasNone = gate.verdict == nil && gate.status == nil
        func value(_ key: String, _ declared: Located<String>?, _ derived: String, inserts: Bool) -> StatusWriter.Value
        {
          .init(key: key, declared: declared, derived: derived, isInserted: inserts, id: gate.id, mapping: gate.range)
        }
        return [
          value("verdict", gate.verdict, result.verdict, inserts: hasNone),
          value("verdict_basis", gate.basis, result.basis, inserts: hasNone),
          value("discharge_status", gate.status, result.status.rawValue, inserts: false),
        ]
      }
      + hypotheses.map { judged in
        .init(
          key: "state", declared: judged.hypothesis.state, derived: judged.state.rawValue, id: judged.hypothesis.id,
          mapping: judged.hypothesis.range)
      }
  }

  /// Whether a file that was read back says what was derived, of the same falsifiers, gates and hypotheses.
  fileprivate func isIn(_ file: ContractFile) -> Bool {
    let (falsifiers, gates) = (file.contract?.falsifiers ?? [], file.contract?.gates ?? [])
    guard falsifiers.map(\.id.value) == entries.map(\.falsifier.id.value),
      falsifiers.map(\.status?.value) == entries.map(\.verdict.status.rawValue),
      gates.map(\.id.value) == self.gates.map(\.gate.id.value),
      file.hypotheses.count == hypotheses.count
    else { return false }
    return zip(gates, self.gates).allSatisfy { gate, result in
      (gate.verdict == nil || gate.verdict?.value == result.verdict)
        && (gate.basis.map { HypothesisGraph.folded($0.value) == result.basis } ?? true)
        && (gate.status == nil || gate.status?.value == result.status.rawValue)
    }
      && file.hypotheses.map(\.id.value).sorted() == hypotheses.map(\.hypothesis.id.value).sorted()
      && file.hypotheses.allSatisfy { read in
        hypotheses.contains { $0.hypothesis.id.value == read.id.value && $0.state.rawValue == read.state?.value }
      }
  }
}
