/// What a criterion of the ship specification names as its proof.
package enum Proof: Equatable {
  /// A falsifier or a gate of some contract.
  case id(String)
  /// A command, which CI runs: its words.
  case command(String)

  /// The proofs of a table's cell: commands are code, and whatever else looks like an id is one.
  ///
  /// An id is a word of capitals, digits and hyphens that ends with digits, such as `GATE-DOT-001`, or one that a
  /// contract declares.
  package static func all(in cell: Substring, declared: (String) -> Bool) -> [Proof] {
    // Every second piece is code, as long as each backtick has its partner.
    let pieces = cell.unicodeScalars.split(separator: "`", omittingEmptySubsequences: false).map { Substring($0) }
    return pieces.enumerated().flatMap { index, piece -> [Proof] in
      let isCode = !index.isMultiple(of: 2) && index < pieces.count - 1
      if isCode && !isID(piece) && !declared(String(piece)) { return piece.isEmpty ? [] : [.command(String(piece))] }
      return words(piece).filter { isID($0) || declared(String($0)) }.map { .id(String($0)) }
    }
  }

  private static func words(_ text: Substring) -> [Substring] {
    text.unicodeScalars.split { scalar in
      !(scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil) || scalar == "-"
        || scalar == "_")
    }.map { Substring($0) }
  }

  static func isID(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count > 1 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy(isCapitalOrDigit) }
      && parts[0].utf8.first.map { !isDigit($0) } == true && parts[parts.count - 1].utf8.allSatisfy(isDigit)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func isCapitalOrDigit(_ byte: UInt8) -> Bool { isDigit(byte) || (0x41...0x5A).contains(byte) }
}
