/// A clause of an imported contract, with the words by which prose may mean it.
struct NamedClause {
  /// As falsifiers bind it.
  let reference: String
  /// Its last part.
  let name: String
  /// What its name and its statement say.
  let words: Set<String>

  init(reference: String, name: String, text: String) {
    self.reference = reference
    self.name = name
    words = Self.words(in: name.replacing("_", with: " ") + " " + text)
  }

  /// A name for a statement: the words in its last brackets, as in `Σ y = 1 (normalization)`, or else its first three
  /// words; with a number where that name is taken.
  static func name(of statement: String, besides taken: inout Set<String>) -> String {
    var source = Substring(statement)
    if let close = statement.lastIndex(of: ")"), let open = statement[..<close].lastIndex(of: "("),
      let inside = Optional(statement[statement.index(after: open)..<close]),
      inside.allSatisfy({ $0.isLetter || $0 == " " || $0 == "-" })
    {
      source = inside
    }
    let parts = source.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.filter {
      $0.first?.isLetter == true
    }
    let stem = parts.isEmpty ? "clause" : parts.prefix(3).joined(separator: "_")
    var (name, number) = (stem, 1)
    while !taken.insert(name).inserted {
      number += 1
      name = "\(stem)_\(number)"
    }
    return name
  }

  /// The words of a text that can tell clauses apart: of four letters or more, without those that say nothing.
  static func words(in text: String) -> Set<String> {
    Set(text.lowercased().split { !$0.isLetter }.map(String.init).filter { $0.count >= 4 }).subtracting(common)
  }

  /// The identifiers in a text, as code has them.
  static func identifiers(in text: String) -> Set<String> {
    Set(text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }.map(String.init))
  }

  private static let common: Set<String> = [
    "when", "with", "that", "this", "from", "than", "each", "every", "must", "same", "have", "into", "only", "then",
    "they",
    "output", "outputs", "input", "inputs", "value", "values", "element", "elements", "always", "never", "should",
    "does",
    "equal", "equals", "test", "within", "given", "result", "results", "kernel", "tolerance", "between",
  ]
}
