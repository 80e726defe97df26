/// Numbers in prose against what they point at.
package struct ProseFindings {
  private let values: ProseValues

  package init(_ verification: Verification, root: String) { values = ProseValues(verification, root: root) }

  private init(_ values: ProseValues) { self.values = values }

  /// Those of the texts of a contract; nil where that takes more than its own falsifiers.
  ///
  /// - Parameters:
  ///   - entries: the contract's falsifiers, which are taken for the only ones with their ids.
  ///   - root: the project's folder.
  package static func findings(in file: ContractFile, _ entries: [Verification.Entry], root: String) -> [Diagnostic]? {
    var isBeyond = false
    func beyond() -> ProseValues.Unresolved {
      isBeyond = true
      return ProseValues.Unresolved(reason: "it is not the contract's")
    }
    let values = ProseValues(root: root) { () throws(ProseValues.Unresolved) in
      throw beyond()
    } entries: { (id) throws(ProseValues.Unresolved) in
      let own = entries.filter { $0.falsifier.id.value == id }
      guard !own.isEmpty else { throw beyond() }
      return own
    }
    let found = ProseFindings(values).findings(in: file)
    return isBeyond ? nil : found
  }

  /// Whether a text of a contract has a number that points at something.
  package static func hasNumbers(_ contract: Contract) -> Bool {
    ContractText.all(in: contract).contains { !ProseNumber.all(in: $0.text.value, isMarkdown: false).isEmpty }
  }

  /// Those of all texts of a contract.
  package func findings(in file: ContractFile) -> [Diagnostic] {
    guard let contract = file.contract, let source = file.source else { return [] }
    return ContractText.all(in: contract).flatMap { text -> [Diagnostic] in
      var rest = text.text.range.start.offset
      let own = text.falsifier.map { (contract: contract.id, falsifier: $0) }
      return ProseNumber.all(in: text.text.value, isMarkdown: false).compactMap { number in
        let range = Self.place(number, in: source, text.text.range, after: &rest)
        return problem(number, own: own).map { rule, message in
          rule.diagnostic(message, path: file.path, range: range)
        }
      }
    }
  }

  /// Those of Markdown documents: `*.md` of the package's folder and of its docs/, and the pages that the project lists.
  ///
  /// - Parameter listed: files, and folders with some.
  package func findings(root: String, listed: [String]) -> [Diagnostic] {
    let own = DocumentFile.all([root, "\(root)/docs"].filter(Files.isFolder))
    var seen: Set<String> = []
    return (own + DocumentFile.all(listed)).enumerated().flatMap { index, path -> [Diagnostic] in
      guard seen.insert(PathText.absolute(path)).inserted else { return [] }
      let path = PathText.shown(path)
      guard let bytes = try? DocumentFile.read(path), let text = String(validating: bytes, as: UTF8.self) else {
        // Of a listed page it is said that it cannot be read where the rest of it is judged.
        guard index < own.count else { return [] }
        return [Rule.proseNumberUnresolved.diagnostic("the document cannot be read as UTF-8", path: path)]
      }
      let source = SourceText(path: path, bytes: bytes)
      return ProseNumber.all(in: text, isMarkdown: true).compactMap { number in
        (problem(number, own: nil) ?? misleading(number, on: path, root: root)).map { rule, message in
          rule.diagnostic(message, path: path, range: source.range(number.offsets))
        }
      }
    }
  }

  /// A link beside a pointer that leads to another file than the one that has the value.
  private func misleading(_ number: ProseNumber, on page: String, root: String) -> (Rule, String)? {
    guard let target = number.target, let pointer = ProsePointer(number.pointer, own: nil),
      let file = values.file(of: pointer)
    else { return nil }
    let given = PathText.join(Files.parent(of: page) ?? "", target)
    guard PathText.absolute(given) != PathText.absolute("\(root)/\(file)") else { return nil }
    return (
      .proseNumberUnresolved,
      "\(number.text) is in \(file), as pv:\(number.pointer) says, but its link leads to \(target)"
    )
  }

  private func problem(
    _ number: ProseNumber, own: (contract: String, falsifier: String)?
  ) -> (Rule, String)? {
    func unresolved(_ why: String) -> (Rule, String) {
      (.proseNumberUnresolved, "\(number.text) points at pv:\(number.pointer): \(why)")
    }
    guard let pointer = ProsePointer(number.pointer, own: own) else {
      return unresolved(
        "write [CONTRACT#]FALSIFIER/METRIC, METRIC@MUTANT for a mutant's value, [CONTRACT#]count/NOUN, "
          + "FILE.json#STAGE.STATISTIC, or two of these with `:` between them for a ratio")
    }
    guard let printed = PrintedNumber(number.text) else { return unresolved("the printed text is not a number") }
    do {
      let value = try values.value(of: pointer)
      guard !printed.matches(value) else { return nil }
      return (.proseNumberDiffers, "\(number.text) is printed, but \(number.pointer) is \(value.display)")
    } catch { return unresolved(error.reason) }
  }

  /// Where the notation stands in a contract, whose layout folds lines; else the whole text.
  ///
  /// - Parameter start: where the numbers before this one end; moved behind this one, or to the end where it is
  ///   written with escapes, so that all numbers of a text are found in one walk.
  private static func place(
    _ number: ProseNumber, in source: SourceText, _ range: SourceRange, after start: inout Int
  ) -> SourceRange {
    let end = min(range.end.offset, source.bytes.count)
    guard start < end,
      let found = source.bytes[start..<end].firstRange(
        of: Array("\(number.target == nil ? "(" : "\"")pv:\(number.pointer)".utf8))
    else {
      start = end
      return range
    }
    start = found.upperBound
    return source.range(found)
  }
}
