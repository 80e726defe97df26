import Attestation

extension Verification {
  /// What can be said of this project: its files, and each falsifier by what it came to.
  ///
  /// - Parameter commit: of the files.
  public func statement(commit: String?) -> Statement {
    func names(_ isWanted: (Entry) -> Bool) -> [String] {
      entries.filter(isWanted).map { "\($0.contract.id)/\($0.falsifier.id.value)" }
    }
    let passed = names(\.holds)
    let failed = names { !$0.isWaived && [.pending, .falsified].contains($0.verdict.status) }
    let warned = names { !$0.holds && ($0.isWaived || ![.pending, .falsified].contains($0.verdict.status)) }
    return Statement(
      subjects: AttestedFiles.subjects(self),
      result: outcome == .rejected || !failed.isEmpty ? .failed : warned.isEmpty ? .passed : .warned,
      commit: commit, passed: passed, warned: warned, failed: failed)
  }

  /// Holds an attestation against the files as they are, and adds what is wrong to the findings.
  ///
  /// - Parameters:
  ///   - path: the envelope's file.
  ///   - keys: trusted beside those of the project; one of all must have signed it.
  public mutating func check(attestation path: String, trusting keys: [PublicKey]) {
    func refuse(_ message: String, _ help: String) {
      add([Rule.attestationRefused.diagnostic(message, path: path, help: help)])
    }
    let statement: Statement
    do {
      statement = try Envelope(reading: try Files.read(path, limit: EvidenceFile.maximumSize)).statement(
        trusting: keys + trustedKeys.keys)
    } catch {
      return refuse(
        "\((error as? FileError)?.reason ?? "\(error)")", "ask whoever released it for the file, or for the public key")
    }
    let now = self.statement(commit: nil)
    if let difference = AttestedFiles.firstDifference(attested: statement.subjects, found: now.subjects) {
      let commit = statement.commit.map { " (commit \(SafeText.line(String($0.prefix(12)))))" } ?? ""
      return refuse(
        "the signature is valid, but for other files than these\(commit): \(difference)",
        statement.commit == nil ? "check out what was attested" : "check out the commit that was attested")
    }
    // The files are those that were signed; that they came to the same is for this pv to say, on its own day.
    if statement.passed != now.passed {
      refuse(
        "the attestation says that \(statement.passed.count) falsifiers hold, but \(now.passed.count) do",
        "a waiver or a review date may have passed since, or another version of pv made the attestation")
    }
  }
}
