import ContractKit
import Measuring
import Provenance

/// Runs the programs that record falsifiers, one after the other, and makes evidence of what they leave.
package final class RecordingRun: Sendable {
  /// What limits a program; see docs/recordings.md.
  package static let defaultSeconds = 600.0
  private static let printedBytes = 64 << 20
  private static let writtenBytes = 8 << 30

  /// How one falsifier came out.
  package struct Result: Sendable {
    /// Why no evidence was written; nil where it was.
    package let problem: String?
    /// What keeps the falsifier from holding.
    package let failures: [String]
    /// The end of what the program printed, where there is a problem.
    package let printed: [String]
    /// Where claim, recording and log stand; nil where nothing is left.
    package let folder: String?
  }

  private let root: String
  private let folder: String
  private let evidence: String
  private let limits: BoundedProcess.Limits
  private let process = BoundedProcess()

  /// A run; nothing is started.
  ///
  /// - Parameters:
  ///   - root: the package's folder, in which programs start.
  ///   - folder: the run's, with its ledger.
  ///   - evidence: the folder that results are promoted to.
  ///   - seconds: what each program may take.
  package init(root: String, folder: String, evidence: String, seconds: Double = RecordingRun.defaultSeconds) {
    (self.root, self.folder, self.evidence) = (root, folder, evidence)
    limits = .init(seconds: seconds, printedBytes: Self.printedBytes, writtenBytes: Self.writtenBytes)
  }

  /// Ends the program that runs, and starts no other.
  package func interrupt() { process.interrupt() }

  /// Runs one falsifier to its evidence, or to a problem that stands in the ledger.
  ///
  /// - Throws: `FalsifierError` and `FileError` where it cannot even begin.
  package func run(
    _ falsifier: Falsifier, in contract: Contract, library: [String: Contract]
  ) throws -> Result {
    let own = "\(folder)/recordings/\(contract.id)/\(falsifier.id.value)"
    let (recording, claim, log) = ("\(own)/recording", "\(own)/claim.json", "\(own)/printed.txt")
    if Files.kind(of: own) != nil { try Files.remove(own) }
    try Files.makeFolder(recording)
    let word = String(UInt64.random(in: .min ... .max), radix: 16) + String(UInt64.random(in: .min ... .max), radix: 16)
    let entry = ClaimEntry.json(of: falsifier, in: contract, library: library, run: word)
    try Files.replace(claim, with: entry.canonicalBytes)
    let session = try FalsifierSession(
      recorded: falsifier.id.value, contract: contract.id, root: root, folder: folder, evidence: evidence)
    try session.begin()
    func aborted(_ reason: String) -> Result {
      session.end(.aborted(reason: reason))
      return Result(problem: reason, failures: [], printed: Self.end(of: log), folder: own)
    }
    let outcome: BoundedProcess.Outcome
    do {
      outcome = try process.run(
        falsifier.run.map(\.value),
        environment: environment(falsifier, contract, recording: recording, claim: claim, run: word),
        folder: root, log: log, output: recording, limits)
    } catch { return aborted("it cannot be started: \(error)") }
    if let reason = reason(outcome, falsifier) { return aborted(reason) }
    do {
      let recorded = try Recording(folder: recording, of: falsifier, in: contract, run: word)
      // What was executed is asked for when everything is measured, and before anything is written.
      try session.run(executed: { key in
        try recorded.requireUnchanged()
        return try recorded.executions(of: key.paths, root: self.root)
      }) { try recorded.replay(into: $0, of: falsifier) }
    } catch let error as FalsifierError {
      guard case .anotherResult = error else { return aborted("\(error)") }
      return aborted("\(error); of a kernel whose bits vary the contract says so: `bits: {vary: REASON}`")
    } catch { return aborted("\(error)") }
    let failures = session.failures()
    let isKept = !failures.isEmpty || Surroundings.variables["PV_ARRAYS"] != nil
    // Arrays are large, and what they gave stands in the evidence.
    if !isKept { try Files.remove(own) }
    return Result(problem: nil, failures: failures, printed: [], folder: isKept ? own : nil)
  }

  /// What a program is told beside the claim, which C has no reader for.
  private func environment(
    _ falsifier: Falsifier, _ contract: Contract, recording: String, claim: String, run: String
  ) -> [String: String?] {
    [
      "PV_RECORDING": recording, "PV_CLAIM": claim, "PV_PROGRAM": Surroundings.program, "PV_RECORDING_RUN": run,
      "PV_CONTRACT": contract.id, "PV_FALSIFIER": falsifier.id.value, "PV_DRAWN": ClaimEntry.drawn(falsifier),
      "PV_REPEATS": String(falsifier.repeats),
      // A falsifier that the program runs by itself is none of this run.
      "PV_RUN": nil, "PV_EVIDENCE": nil, "PV_ARRAYS": nil,
    ]
  }

  private func reason(_ outcome: BoundedProcess.Outcome, _ falsifier: Falsifier) -> String? {
    let program = falsifier.run.first?.value ?? ""
    switch outcome {
    case .exited(0): return nil
    case .exited(127): return "exit status 127: \(program), or a program that it calls, is not on PATH"
    case .exited(126): return "exit status 126: \(program), or a program that it calls, cannot be executed"
    case .exited(let status):
      return "\(program) ended with exit status \(status), and only a recording after 0 is used"
    case .signaled(let signal): return "\(program) crashed: signal \(signal) ended it"
    case .tookTooLong:
      return "\(program) took longer than \(Int(limits.seconds)) s and was ended; --timeout allows more"
    case .printedTooMuch: return "\(program) printed more than \(limits.printedBytes >> 20) MiB and was ended"
    case .wroteTooMuch:
      return "\(program) recorded more than \(limits.writtenBytes >> 30) GiB and was ended; record fewer cases"
    case .interrupted: return "interrupted"
    }
  }

  /// The last lines that a program has printed.
  private static func end(of log: String) -> [String] {
    guard let bytes = try? Files.end(of: log, bytes: 16 << 10) else { return [] }
    // What was ended because it printed too much has left more than anybody reads.
    if Files.size(of: log) > printedBytes { try? Files.replace(log, with: bytes) }
    return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(30).map {
      SafeText.line(String($0))
    }
  }
}
