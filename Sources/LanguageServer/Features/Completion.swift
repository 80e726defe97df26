import ContractKit

/// What can be written at the cursor: keys that are missing, words of a vocabulary, metrics, ids, tests.
enum Completion {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let (document, offset) = try server.place(parameters)
    guard server.workspace.validation(of: document.path) != nil else { return .value([]) }
    let context = LineContext(document.lines, at: offset)
    let items = context.isValue ? values(context, document, server) : keys(context, document, server)
    let range = document.lines.range(of: context.word, server.encoding)
    return .value([
      "isIncomplete": .bool(false), "items": .array(items.map { $0.json(range) }),
    ])
  }

  private struct Item {
    /// As the protocol numbers them: a property, a word of a vocabulary, a reference.
    enum Kind: Int { case property = 10, word = 20, reference = 18 }
    let text: String
    let kind: Kind
    var detail = ""
    /// What is inserted behind it.
    var suffix = ""

    func json(_ range: TextRange) -> JSON {
      var members: [String: JSON] = [
        "label": .string(text), "kind": .integer(kind.rawValue), "filterText": .string(text),
        "textEdit": ["range": range.json, "newText": .string(text + suffix)],
      ]
      if !detail.isEmpty { members["documentation"] = .string(detail) }
      return .object(members)
    }
  }

  private static func keys(_ context: LineContext, _ document: TextDocument, _ server: Server) -> [Item] {
    switch ContractShape.shape(at: context.keys) {
    case .object(let object)?:
      return object.fields.filter { !context.siblings.contains($0.key) }
        .map { Item(text: $0.key, kind: .property, detail: $0.documentation, suffix: ": ") }
    // A list element in block style, which has no key.
    case nil, .named?: return []
    default: return values(context, document, server)
    }
  }

  private static func values(_ context: LineContext, _ document: TextDocument, _ server: Server) -> [Item] {
    let contract = document.readableFile?.contract
    switch context.keys.filter({ !$0.isEmpty }) {
    case ["falsification_tests", "binds_to"], ["faults", "violates"], ["proof_obligations", "applies_to"]:
      return clauses(contract, document, server)
    case ["metadata", "depends_on"]:
      return references(server.workspace.validation(of: document.path)?.contractIDs.filter { $0 != contract?.id } ?? [])
    case ["gates", "requires"]:
      return references(server.workspace.validation(of: document.path)?.requirableIDs ?? [])
    case ["hypotheses", "predicts", "falsifier"]:
      return references(server.workspace.validation(of: document.path)?.falsifierIDs ?? [])
    case ["hypotheses", "refines"], ["hypotheses", "supersedes"]:
      return references(server.workspace.validation(of: document.path)?.hypothesisIDs ?? [])
    case ["falsification_tests", "checks", "metric"], ["falsification_tests", "blind_to", "of"]:
      let written = String(decoding: document.bytes[context.word], as: UTF8.self)
      let subject = written.contains(".") ? written.prefix(through: written.lastIndex(of: ".")!) : ""
      return server.workspace.terms(of: document.path).metrics
        .map { Item(text: subject + $0.name, kind: .word, detail: $0.meaning) }
    case ["falsification_tests", "discharge_status"]: return words(ContractShape.statuses.words)
    case ["falsification_tests", "test"]: return tests(context, document, server)
    case ["faults", "mutants"], ["falsification_tests", "checks", "lets_pass", "mutant"]:
      return references(contract?.falsifiers.flatMap { $0.mutants.map(\.value) } ?? [])
    case ["falsification_tests", "mutants"]:
      return references(contract?.faults.flatMap { $0.mutants.map(\.value) } ?? [])
    case let keys where keys.count == 3 && keys[0] == "equations" && keys[2] == "references":
      return references(contract?.metadata.references.compactMap { $0.id?.value } ?? [])
    default:
      switch ContractShape.shape(at: context.keys) {
      case .choice(let vocabulary)?: return words(vocabulary.words)
      case .term(.operation)?:
        return server.workspace.terms(of: document.path).operations.map {
          Item(text: $0.name, kind: .word, detail: "faults: \($0.requiredFaults.joined(separator: ", "))")
        }
      case .term(.faultClass)?:
        return server.workspace.terms(of: document.path).faultClasses
          .map { Item(text: $0.name, kind: .word, detail: $0.meaning) }
      case .flag?: return words(["true", "false"])
      default: return []
      }
    }
  }

  private static func words(_ words: [String]) -> [Item] { words.map { Item(text: $0, kind: .word) } }

  private static func references(_ ids: [String]) -> [Item] {
    var seen: Set<String> = []
    return ids.filter { seen.insert($0).inserted }.map { Item(text: $0, kind: .reference) }
  }

  /// The clauses of this contract, and of those that it depends on.
  private static func clauses(_ contract: Contract?, _ document: TextDocument, _ server: Server) -> [Item] {
    guard let contract else { return [] }
    func items(_ other: Contract, _ prefix: String) -> [Item] {
      other.equations.flatMap { equation in
        [Item(text: prefix + equation.id.value, kind: .reference, detail: equation.formula?.value ?? "")]
          + equation.invariants.map {
            Item(text: "\(prefix)\(equation.id.value)/\($0.id.value)", kind: .reference, detail: $0.statement.value)
          }
      }
    }
    let live = server.workspace.validation(of: document.path)
    return items(contract, "")
      + contract.metadata.dependsOn.flatMap { id in live?.contract(id.value).map { items($0, id.value + "#") } ?? [] }
  }

  /// The classes of the tests; with a slash, the methods of one.
  private static func tests(_ context: LineContext, _ document: TextDocument, _ server: Server) -> [Item] {
    guard let project = server.workspace.project(of: document.path) else { return [] }
    let written = String(decoding: document.bytes[context.word], as: UTF8.self)
    if let slash = written.firstIndex(of: "/") {
      guard let test = TestReference(written[...slash] + "test"), let file = test.sourcePath(root: project.root),
        let bytes = server.workspace.bytes(of: PathText.join(project.root, file))
      else { return [] }
      return TestMethods.names(in: bytes).map { Item(text: written[...slash] + $0, kind: .reference) }
    }
    let folder = PathText.join(project.root, "Tests")
    return references(
      FileWalk.files(below: folder, extensions: ["swift"]).files.compactMap { path in
        let parts = path.dropFirst(folder.count + 1).split(separator: "/")
        guard parts.count > 1, let module = parts.first else { return nil }
        return "\(module).\(ContractFile.stem(path))/"
      })
  }
}
