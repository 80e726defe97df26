import ContractKit
import Dispatch

/// The derived statuses of contracts, computed beside everything else: that takes longer than a keystroke may.
final class StatusBoard {
  /// Which text of which contract, among which files.
  struct Key: Hashable, Sendable {
    let path: String
    let digest: Int
    let generation: Int
  }

  /// The falsifiers of a contract with their verdicts.
  struct Result: Sendable {
    let key: Key
    let verification: Verification
  }

  private let queue = DispatchQueue(label: "pv.lsp.status")
  private let inbox: Inbox
  private var known: [String: Result] = [:]
  private var asked: Set<Key> = []
  /// So many contracts' verdicts are kept.
  private static let kept = 16

  init(_ inbox: Inbox) { self.inbox = inbox }

  /// The verdicts of a contract's text, if they are known.
  func result(_ key: Key) -> Result? { known[key.path].flatMap { $0.key == key ? $0 : nil } }

  /// The last verdicts of a contract, also of an earlier text.
  func lastResult(of path: String) -> Result? { known[path] }

  /// Takes verdicts that have been computed.
  func take(_ result: Result) {
    asked.remove(result.key)
    if known.count >= Self.kept, known[result.key.path] == nil { known = [:] }
    known[result.key.path] = result
  }

  /// What verdicts of a contract are computed from; nil where it is in no project with evidence.
  ///
  /// Everything that is asked for is read: nothing is run.
  func ask(_ key: Key, _ workspace: Workspace) {
    guard let project = workspace.project(of: key.path), asked.insert(key).inserted else { return }
    let files = Self.closure(of: key.path, project, workspace)
    let (root, inbox) = (project.root, inbox)
    // What signs witnesses may lie elsewhere.
    let keys = project.settings.flatMap { settings in
      settings.settings.keys.allSatisfy {
        workspace.confinement.contains(PathText.absolute(PathText.join(project.root, $0)))
      } ? settings : nil
    }
    queue.async {
      var options = Verification.Options(
        root: root, evidenceFolder: PathText.join(root, "evidence"), asOf: .today(), isWholeProject: false)
      options.keys = keys.map(TrustedKeys.init) ?? .none
      inbox.put(.judged(Result(key: key, verification: Verification(ContractSet(alone: files), options: options))))
    }
  }

  /// A contract and all that it depends on.
  private static func closure(of path: String, _ project: Project, _ workspace: Workspace) -> [ContractFile] {
    var files: [ContractFile] = []
    var (left, seen) = ([path], Set([path]))
    while let next = left.popLast() {
      guard let file = workspace.contractFile(at: next) else { continue }
      files.append(file.judged(by: project.settings?.settings.terms ?? .builtIn))
      for id in file.contract?.metadata.dependsOn ?? [] {
        guard let other = project.live.contract(id.value)?.path, seen.insert(other).inserted else { continue }
        left.append(other)
      }
    }
    return files
  }
}

extension ContractFile {
  /// The file as one of a project, read again where the project adds terms of its own.
  fileprivate func judged(by terms: Terms) -> ContractFile {
    guard terms !== contract?.terms, let source else { return self }
    return ContractFile(path: path, bytes: source.bytes, terms: terms)
  }
}
