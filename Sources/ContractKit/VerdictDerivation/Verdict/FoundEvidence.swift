import Provenance

/// What stands where the evidence of a falsifier belongs.
package enum FoundEvidence: Sendable {
  case nothing
  case evidence(Evidence, result: Digest)
  /// Something that is not taken as evidence of it.
  case refused(Verdict.Reason)

  /// Reads the file of a falsifier, and takes its digest.
  package init(of falsifier: String, in contract: String, below folder: String) {
    let path = EvidenceFile.relativePath(contract: contract, falsifier: falsifier)
    do {
      let (evidence, result) = try EvidenceFile.read(
        try Files.read(path, below: folder, limit: EvidenceFile.maximumSize))
      guard evidence.contract == contract, evidence.falsifier == falsifier else {
        self = .refused(.misfiled(contract: evidence.contract, falsifier: evidence.falsifier))
        return
      }
      self = .evidence(evidence, result: result)
    } catch let problem as EvidenceFile.Problem {
      switch problem {
      case .unreadable(let reason): self = .refused(.unreadable(reason))
      case .edited: self = .refused(.edited(problem.description))
      case .newerSchema(let version): self = .refused(.newerSchema(version))
      case .olderSchema: self = .refused(.olderSchema(problem.description))
      }
    } catch {
      // Nothing is there, or nothing that can be read.
      self = Files.kind(of: "\(folder)/\(path)") == nil ? .nothing : .refused(.unreadable("\(error)"))
    }
  }
}
