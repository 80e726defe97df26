/// Sets derived statuses in a contract's bytes, and changes no other byte.
public enum StatusWriter {
  /// The edits that make the declared statuses of a contract the derived ones.
  ///
  /// A status that is written is replaced in place, its quotes included; one that is missing is
  /// inserted as a line of its own after the falsifier's `id:` line, with that key's indent, or after
  /// the opening brace of a falsifier in flow style.
  ///
  /// - Parameters:
  ///   - bytes: the file as it was read.
  ///   - entries: those of this contract.
  /// - Returns: the new bytes; equal to the old ones where nothing differs. Nil where the edited
  ///   bytes would not read back as the same values with the derived statuses.
  public static func rewrite(_ bytes: [UInt8], entries: [Verification.Entry]) -> [UInt8]? {
    var result = bytes
    let edits = entries.compactMap { edit(for: $0, in: bytes) }
    for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      result.replaceSubrange(edit.range, with: edit.text.utf8)
    }
    guard result != bytes else { return bytes }
    let path = entries.first?.contract.path ?? ""
    let (old, new) = (ContractFile(path: path, bytes: bytes), ContractFile(path: path, bytes: result))
    let read = new.contract?.falsifiers ?? []
    let isAsMeant =
      read.map(\.id.value) == entries.map(\.falsifier.id.value)
      && read.map(\.status?.value) == entries.map(\.verdict.status.rawValue)
      && old.root.flatMap { old in new.root.map { old.says($0, leavingOut: "discharge_status") } } ?? false
    return isAsMeant ? result : nil
  }

  private static func edit(for entry: Verification.Entry, in bytes: [UInt8]) -> (range: Range<Int>, text: String)? {
    let derived = entry.verdict.status.rawValue
    if let declared = entry.falsifier.status {
      guard declared.value != derived else { return nil }
      // Without a place of its own it is not replaced, and what is read back says so.
      return ScalarBytes.content(of: declared.range.offsets, in: bytes).map { ($0, derived) }
    }
    let start = entry.falsifier.range.start.offset
    if bytes.indices.contains(start), bytes[start] == UInt8(ascii: "{") {
      return (start + 1..<start + 1, "discharge_status: \(derived), ")
    }
    let id = entry.falsifier.id.range
    let lineEnd = bytes[id.end.offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    let usesCRLF = lineEnd > 0 && lineEnd < bytes.endIndex && bytes[lineEnd - 1] == UInt8(ascii: "\r")
    // Keys of the mapping stand in the column of its first key.
    let indent = String(repeating: " ", count: entry.falsifier.range.start.column - 1)
    let newline = usesCRLF ? "\r\n" : "\n"
    let line = "\(indent)discharge_status: \(derived)"
    return lineEnd == bytes.endIndex
      ? (lineEnd..<lineEnd, newline + line) : (lineEnd + 1..<lineEnd + 1, line + newline)
  }
}
