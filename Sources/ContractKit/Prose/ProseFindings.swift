/// Numbers in prose against the evidence that they point at.
enum ProseFindings {
  /// Those of all texts of contracts.
  static func findings(contracts: [ContractFile], _ entries: [Verification.Entry]) -> [Diagnostic] {
    let entries = Dictionary(grouping: entries, by: \.falsifier.id.value)
    return contracts.flatMap { file -> [Diagnostic] in
      guard let contract = file.contract, let source = file.source else { return [] }
      return texts(of: contract).flatMap { text, falsifier -> [Diagnostic] in
        guard let text else { return [] }
        var rest = text.range.start.offset
        return ProseNumber.all(in: text.value, isMarkdown: false).compactMap { number in
          let range = place(number, in: source, text.range, after: &rest)
          return problem(number, own: falsifier, in: contract.id, entries).map { rule, message in
            rule.diagnostic(message, path: file.path, range: range)
          }
        }
      }
    }
  }

  /// What people read of a contract, with the falsifier whose own metrics need no more than their names.
  private static func texts(of contract: Contract) -> [(text: Located<String>?, falsifier: String?)] {
    let free: [Located<String>?] =
      [contract.metadata.description]
      + contract.equations.flatMap { [$0.formula, $0.domain, $0.notFalsified] + $0.invariants.map(\.statement) }
      + contract.obligations.map(\.property) + contract.loosenings.map(\.waiver.reason)
    return free.map { ($0, nil) }
      + contract.falsifiers.flatMap { falsifier in
        [
          falsifier.rule, falsifier.prediction, falsifier.ifFails, falsifier.noOrders, falsifier.blocked?.reason,
          falsifier.waiver?.reason,
        ].map { ($0, falsifier.id.value) }
      }
  }

  /// Those of Markdown documents: `*.md` of the package's folder and of its docs/.
  static func findings(root: String, _ entries: [Verification.Entry]) -> [Diagnostic] {
    let entries = Dictionary(grouping: entries, by: \.falsifier.id.value)
    return [root, "\(root)/docs"].flatMap { folder -> [Diagnostic] in
      let names = ((try? Files.names(in: folder)) ?? []).filter { $0.hasSuffix(".md") }
      return names.flatMap { name -> [Diagnostic] in
        let path = PathText.shown("\(folder)/\(name)")
        guard let bytes = try? DocumentFile.read(path), let text = String(validating: bytes, as: UTF8.self) else {
          return [Rule.proseNumberUnresolved.diagnostic("the document cannot be read as UTF-8", path: path)]
        }
        let source = SourceText(path: path, bytes: bytes)
        return ProseNumber.all(in: text, isMarkdown: true).compactMap { number in
          problem(number, own: nil, in: nil, entries).map { rule, message in
            rule.diagnostic(message, path: path, range: source.range(number.offsets))
          }
        }
      }
    }
  }

  private static func problem(
    _ number: ProseNumber, own: String?, in contract: String?, _ entries: [String: [Verification.Entry]]
  ) -> (Rule, String)? {
    func unresolved(_ why: String) -> (Rule, String) {
      (.proseNumberUnresolved, "\(number.text) points at pv:\(number.pointer): \(why)")
    }
    guard let pointer = Pointer(number.pointer, own: own, in: contract) else {
      return unresolved("write [CONTRACT#]FALSIFIER/METRIC, or METRIC@MUTANT for what a mutant gave")
    }
    guard let printed = PrintedNumber(number.text) else { return unresolved("what is printed is no number") }
    let bearers = (entries[pointer.falsifier] ?? []).filter {
      pointer.contract == nil || $0.contract.id == pointer.contract
    }
    guard bearers.count == 1 else {
      return unresolved(bearers.isEmpty ? "there is no such falsifier" : "several contracts have that falsifier")
    }
    guard let evidence = bearers[0].verdict.evidence else { return unresolved("there is no evidence of it to read") }
    let measurements = pointer.mutant.map { evidence.mutants[$0]?.measurements ?? [:] } ?? evidence.measurements
    guard let measurement = measurements[pointer.metric] else {
      return unresolved("the evidence has \(measurements.keys.sorted(by: Files.utf8Order).joined(separator: ", "))")
    }
    guard !printed.matches(measurement.value) else { return nil }
    return (.proseNumberDiffers, "\(number.text) is printed, and \(number.pointer) is \(measurement.display)")
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
      let found = source.bytes[start..<end].firstRange(of: Array("(pv:\(number.pointer))".utf8))
    else {
      start = end
      return range
    }
    start = found.upperBound
    return source.range(found)
  }

  /// `[[CONTRACT#]FALSIFIER/]METRIC[@MUTANT]`.
  private struct Pointer {
    let contract: String?
    let falsifier: String
    let metric: String
    let mutant: String?

    init?(_ text: String, own: String?, in home: String?) {
      let halves = text.split(separator: "/", omittingEmptySubsequences: false)
      guard halves.count <= 2, let last = halves.last else { return nil }
      let value = last.split(separator: "@", omittingEmptySubsequences: false).map(String.init)
      guard value.count <= 2, !value.contains("") else { return nil }
      (metric, mutant) = (value[0], value.count == 2 ? value[1] : nil)
      guard halves.count == 2 else {
        guard let own else { return nil }
        (contract, falsifier) = (home, own)
        return
      }
      let names = halves[0].split(separator: "#", omittingEmptySubsequences: false).map(String.init)
      guard names.count <= 2, !names.contains("") else { return nil }
      (contract, falsifier) = (names.count == 2 ? names[0] : nil, names[names.count - 1])
    }
  }
}
