import ArgumentParser
import ContractKit

/// `pv import CONTRACT`
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Convert a contract of the public format to pv/1, as far as a program can.",
    discussion: """
      The text is edited, not written anew: comments, order and unknown keys stay. Invariants get names, each \
      falsifier is bound to the clause that it seems to be about, tolerances become checks, and a gate is added for \
      the quality gate. A comment next to each guess gives its reason; read the reason before you keep the guess.

      The contract is written to standard output, or to --output. A list on standard error shows what was carried \
      over, and what you still have to write. Nothing is overwritten.
      """)

  @Argument(help: "The file of the contract.", completion: .file(extensions: ["yaml", "yml"]))
  var contract: String

  @Option(
    help: "The file to write, such as contracts/softmax-v1.yaml.", completion: .file(extensions: ["yaml", "yml"]))
  var output: String?

  func run() throws {
    guard Files.kind(of: contract) != nil else {
      throw Failure.nothingJudged("\(SafeText.line(contract)): there is no such file")
    }
    guard !Files.isFolder(contract) else {
      throw Failure.nothingJudged("\(SafeText.line(contract)) is a folder; name a file in it")
    }
    if let output, Files.kind(of: output) != nil {
      throw Failure.rejected("\(SafeText.line(output)) already exists; name another file")
    }
    let result: ContractImport
    do {
      guard let file = ContractSet.load(paths: [contract], project: ProjectFile.loadNearest()).files.first else {
        throw Failure.nothingJudged("\(SafeText.line(contract)): it is empty")
      }
      result = try ContractImport(file, as: output ?? contract, today: .today())
    } catch let problem as ContractImport.Problem {
      throw Failure.rejected(SafeText.line("\(problem)"))
    }
    if let output {
      try Files.replace(output, with: result.bytes)
    } else {
      Console.write(String(decoding: result.bytes, as: UTF8.self))
    }
    Console.writeError(result.account(of: contract, output: output))
  }
}

extension ContractImport {
  /// What was carried over, and what is left to write.
  fileprivate func account(of contract: String, output: String?) -> String {
    var lines = ["carried over, by line of \(SafeText.line(contract)):"]
    lines += steps.sorted { $0.line < $1.line }.map { "  \($0.line): \(SafeText.line($0.message))" }
    if !left.isEmpty {
      lines += ["", "left to write, by rule (pv explain RULE says why):"]
      lines += left.map { "  \($0.count) \($0.rule), first: \(SafeText.line($0.first.message))" }
    }
    if let output { lines += ["", "wrote \(SafeText.line(output)); next: pv validate \(SafeText.line(output))"] }
    return lines.joined(separator: "\n") + "\n"
  }
}
