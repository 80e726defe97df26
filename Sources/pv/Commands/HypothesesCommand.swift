import ArgumentParser
import ContractKit

/// `pv hypotheses`
struct HypothesesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hypotheses",
    abstract: "Print what the evidence says about each hypothesis, and which prediction to try next.",
    discussion: """
      Hypotheses are written in contracts and in the folder investigations/ of the project, each with its predictions \
      about falsifiers. A hypothesis is falsified if fresh evidence contradicts one of its predictions. For each \
      question, pv names the next step: usually the untested prediction that best distinguishes between the hypotheses \
      that are not falsified, with the command that makes the evidence for it. See docs/hypotheses.md.
      """)

  enum Format: String, CaseIterable, ExpressibleByArgument { case text, json }

  @OptionGroup var project: ProjectOptions

  @Option(
    help: .init(
      """
      Print only questions that contain this text, in upper or lower case, or that have a hypothesis in the file of \
      this name (without extension).
      """,
      valueName: "text"))
  var question: String?

  @Option(help: "The format of the output.")
  var format: Format = .text

  func run() throws {
    let verification = try project.verification()
    guard !verification.questions.isEmpty else {
      throw Failure.nothingJudged(
        "there is no hypothesis: write one under hypotheses: in a contract, or into a file in \(InvestigationFolder.name)/"
      )
    }
    let questions = verification.questions.filter(isWanted)
    guard !questions.isEmpty else {
      throw Failure.nothingJudged(
        "no question contains \(SafeText.line(question ?? "")); there are:\n"
          + verification.questions.map { "  \(SafeText.line($0.text))" }.joined(separator: "\n"))
    }
    switch format {
    case .text: Console.write(HypothesisText.text(questions))
    case .json:
      let json = JSON.object([
        "schema": .object(["name": .string("pv-hypotheses"), "version": .integer(1)]),
        "questions": HypothesisJSON.json(questions),
      ])
      Console.write(String(decoding: json.canonicalBytes, as: UTF8.self))
    }
    for line in verification.errorLines { Console.writeError(line + "\n") }
    guard verification.outcome == .accepted else { throw ExitCode(verification.outcome.rawValue) }
  }

  private func isWanted(_ judged: JudgedQuestion) -> Bool {
    guard let question else { return true }
    return judged.text.lowercased().contains(question.lowercased())
      || judged.hypotheses.contains { ContractFile.stem($0.path) == question }
  }
}
