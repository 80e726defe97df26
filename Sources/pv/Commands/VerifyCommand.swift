import ArgumentParser
import Attestation
import ContractKit

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compute every falsifier's status from contract and evidence, and compare it with the declared status.",
    discussion: """
      Nothing is built or run: evidence is judged by its digests, and thresholds are read from the contracts. \
      Exit code 0: every declared status is the derived one and nothing is falsified. 1: something was judged and \
      is wrong, or a file is unreadable. 2: nothing could be judged.
      """)

  @OptionGroup var project: ProjectOptions

  @Flag(
    help: """
      Write the derived values into the files: discharge_status of falsifiers, verdict and verdict_basis of gates, and \
      state of hypotheses; no other byte changes.
      """)
  var write = false

  @Flag(
    help: """
      For all falsifiers whose words changed since somebody last vouched for them, record the new words in the binding \
      files, with --reason and --owner.
      """)
  var acceptWording = false

  @Option(help: "Why the words still say what was measured, in more than one word and on one line.")
  var reason: String?

  @Option(help: "Who answers for the words: @name, team:name or an e-mail address.")
  var owner: String?

  @Flag(help: "Also exit with 1 if a falsifier is FALSIFIED and waived.")
  var strict = false

  @Option(
    help: .init(
      """
      An attestation that pv attest wrote: its files must be those of this checkout, and a trusted key must have \
      signed it.
      """,
      valueName: "file"), completion: .file())
  var attestation: String?

  @Option(
    help: .init(
      "A public key to trust in addition to those under `keys:` in pv.yaml; can be repeated.", valueName: "file"),
    completion: .file())
  var key: [String] = []

  @Flag(help: "Also exit with 1 if a gate fails, unless the gate says `ship_blocking: false`.")
  var gates = false

  @Option(
    help: .init(
      """
      Instead of the working tree, judge a commit with its pv.yaml, contracts, sources and evidence; paths are then \
      paths in the commit. The working tree does not change.
      """, valueName: "git-ref"))
  var at: String?

  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard key.isEmpty || attestation != nil else { throw ValidationError("--key goes with --attestation") }
    guard at == nil || !(write || acceptWording) else {
      throw ValidationError("a commit cannot be changed: --at goes with neither --write nor --accept-wording")
    }
    guard acceptWording else {
      guard reason == nil, owner == nil else { throw ValidationError("--reason and --owner go with --accept-wording") }
      return
    }
    guard let reason, let owner else { throw ValidationError("--accept-wording needs --reason and --owner") }
    guard Answer.isReason(reason), !reason.contains(where: \.isNewline) else {
      throw ValidationError("--reason needs more than one word, on one line")
    }
    guard Answer.isOwner(owner) else {
      throw ValidationError("--owner needs @name, team:name or an e-mail address, not \(owner)")
    }
  }

  func run() throws {
    guard let at else { return try judge() }
    let tree = try CommittedTree(GitReference(name: at))
    let interruption = Interruption {
      tree.remove()
      Self.exit(withError: ExitCode(130))
    }
    defer {
      interruption.end()
      tree.remove()
    }
    var command = self
    // What is no part of the commit stays where it is.
    command.project.run = project.run.map { PathText.absolute($0) }
    command.attestation = attestation.map { PathText.absolute($0) }
    command.key = key.map { PathText.absolute($0) }
    for index in output.outputs.indices where !output.outputs[index].isStandardOutput {
      command.output.outputs[index].path = PathText.absolute(output.outputs[index].path)
    }
    command.project.paths = project.paths.map(tree.place)
    command.project.evidence = project.evidence.map(tree.place)
    command.output.root.root = output.root.root.map(tree.place) ?? tree.root
    try tree.enter()
    Console.writeError("pv: commit \(tree.commit)\n")
    try command.judge()
  }

  private func judge() throws {
    var verification = try project.verification()
    if let reason, let owner {
      do {
        let written = try verification.acceptWording(
          reason: reason, owner: owner, evidenceFolder: try project.evidenceFolder())
        for (path, count) in written { Console.writeError("wrote \(path), wordings: \(count)\n") }
        if written.isEmpty { Console.writeError("every wording is the one that somebody has vouched for\n") }
      } catch { throw Failure.rejected("\(error)") }
      verification = try project.verification()
    }
    if write {
      do {
        for path in try StatusFiles.write(verification) { Console.writeError("wrote \(path)\n") }
      } catch { throw Failure.rejected("\(error)") }
      verification = try project.verification()
    }
    if gates { verification.rejectFailingGates() }
    if let attestation { try check(attestation, &verification) }
    if verification.outcome == .nothingJudged && verification.judgedCount == 0 {
      Console.writeError("pv: no falsifier has fresh evidence; run them with: pv run\n")
    }
    try output.finish(verification.report(waiversReject: strict))
  }

  private func check(_ attestation: String, _ verification: inout Verification) throws {
    let given: [PublicKey]
    do { given = try key.map(PublicKey.init(path:)) } catch { throw Failure.rejected("\(error)") }
    guard !given.isEmpty || !verification.trustedKeys.keys.isEmpty else {
      throw Failure.rejected("no key is trusted: name the public key with --key, or under keys: in pv.yaml")
    }
    verification.check(attestation: attestation, trusting: given)
  }
}
