import Attestation

/// The witnesses of a project, held against the evidence as it is now.
public struct WitnessBook: Sendable {
  /// A witness and how much of what it reproduced is still the evidence.
  public struct Entry: Sendable {
    /// As its file says.
    package let witness: Witness
    /// Whether a trusted key has signed the file.
    package let isSigned: Bool
    /// The falsifiers whose result, and whose implementation, are those that were reproduced.
    public let current: Set<Ledger.Key>

    /// How many digests have moved, or belong to nothing any more.
    package var staleCount: Int { witness.reproduced.count - current.count }
  }

  /// In ascending order of their names; those that do not fit their machine are left out.
  package let entries: [Entry]
  private let demandsSignatures: Bool
  /// Files that are no witnesses, witnesses that do not fit their machine, and those that are stale.
  public let diagnostics: [Diagnostic]

  /// Reads `*.json` in a folder, which need not exist.
  ///
  /// - Parameters:
  ///   - keys: from the first one on, only a witness that one of them has signed counts.
  ///   - implementation: the digest of a falsifier's implementation now; nil where it has no key.
  package init(
    folder: String, evidenceFolder: String, keys: TrustedKeys = .none, implementation: (Ledger.Key) -> Digest?
  ) {
    var entries: [Entry] = []
    var diagnostics: [Diagnostic] = []
    for name in (try? Files.names(in: folder)) ?? [] where name.hasSuffix(".json") {
      let path = "\(folder)/\(name)"
      do {
        let bytes = try Files.read(path, limit: EvidenceFile.maximumSize)
        let witness = try Witness(reading: bytes)
        guard name == "\(witness.name).json" else {
          throw EvidenceFormError.member("name", problem: "is not the name of the file")
        }
        if let misfit = witness.misfit {
          diagnostics.append(
            Rule.witnessMisfit.diagnostic(
              misfit, path: path, help: "remove the file, and run on that machine: pv repro --witness \(witness.name)"))
          continue
        }
        let problem = Self.signatureProblem(of: bytes, path, name, keys)
        if keys.areDemanded, let problem {
          diagnostics.append(
            Rule.witnessUnsigned.diagnostic(
              problem, path: path, help: "sign it: pv attest --witness \(witness.name) --key KEY"))
        }
        let entry = Entry(
          witness: witness, isSigned: problem == nil, current: Self.current(witness, evidenceFolder, implementation))
        entries.append(entry)
        if entry.staleCount > 0 {
          diagnostics.append(
            Rule.witnessStale.diagnostic(
              "\(entry.staleCount) of \(Plural.count(witness.reproduced.count, "result")), or the implementations behind them, changed since \(witness.name) "
                + "reproduced them", path: path, help: "run on that machine: pv repro --stale --witness \(witness.name)"
            ))
        }
      } catch { diagnostics.append(Rule.witnessUnreadable.diagnostic("\(error)", path: path)) }
    }
    self.entries = entries
    demandsSignatures = keys.areDemanded
    self.diagnostics = diagnostics
  }

  /// The paths of the kernels on which a falsifier's evidence, as it is now, has a witness.
  package func variants(of key: Ledger.Key) -> Set<String> {
    Set(
      entries.filter { $0.current.contains(key) && ($0.isSigned || !demandsSignatures) }.flatMap(\.witness.variants))
  }

  /// Why no trusted key vouches for a witness; nil where one does.
  private static func signatureProblem(
    of bytes: [UInt8], _ path: String, _ name: String, _ keys: TrustedKeys
  ) -> String? {
    let signature = Witness.signaturePath(of: path)
    guard Files.kind(of: signature) != nil else { return "there is no signature next to the witness" }
    do {
      let statement = try Envelope(reading: try Files.read(signature, limit: EvidenceFile.maximumSize))
        .statement(trusting: keys.keys)
      let own = Statement.Subject(name: "witnesses/\(name)", digest: Digest(of: bytes))
      return statement.subjects == [own] ? nil : "the signature in \(PathText.shown(signature)) is not for these bytes"
    } catch { return "\(PathText.shown(signature)): \((error as? FileError)?.reason ?? "\(error)")" }
  }

  private static func current(
    _ witness: Witness, _ evidenceFolder: String, _ implementation: (Ledger.Key) -> Digest?
  ) -> Set<Ledger.Key> {
    Set(
      witness.reproduced.compactMap { falsifier, reproduced in
        let path = EvidenceFile.relativePath(contract: falsifier.contract, falsifier: falsifier.falsifier)
        guard let bytes = try? Files.read("\(evidenceFolder)/\(path)", limit: EvidenceFile.maximumSize),
          let result = try? EvidenceFile.read(bytes).result, result == reproduced.result,
          implementation(falsifier) == reproduced.implementation
        else { return nil }
        return falsifier
      })
  }
}
