import Provenance

/// A falsifier that reads otherwise than when somebody last vouched for it.
package struct Rewording: Sendable {
  /// The contract's file, for messages.
  let path: String
  let contract: String
  let falsifier: Located<String>
  /// The digest of the words of now.
  let wording: Digest
  /// Whether somebody has vouched for any wording of it.
  let hasEarlier: Bool

  package var diagnostic: Diagnostic {
    Rule.claimReworded.diagnostic(
      hasEarlier
        ? "\(falsifier.value): its prediction, or the formula, domain or statement of a clause that it binds, is not "
          + "the one that somebody has vouched for"
        : "\(falsifier.value): a result is bound, but nobody has vouched for the words that describe it",
      path: path, range: falsifier.range,
      help: "read what changed; if the new words say what was measured, run: "
        + "pv verify --accept-wording --reason TEXT --owner NAME")
  }

  /// The falsifiers of a contract whose words are not those of its binding.
  package static func all(in contract: Contract, _ bindings: Bindings, library: some ContractLookup) -> [Rewording] {
    guard case .success(let binding) = bindings[contract.id] else { return [] }
    return contract.falsifiers.compactMap { falsifier in
      let id = falsifier.id.value
      let now = WordingDigest.digest(of: falsifier, in: contract, library: library)
      guard !binding.vouches(for: now, of: id) else { return nil }
      return Rewording(
        path: contract.path, contract: contract.id, falsifier: falsifier.id, wording: now,
        hasEarlier: binding.entries[id]?.wording != nil)
    }
  }
}

extension Verification {
  /// A binding into which nothing can be entered.
  package struct WordingRefusal: Error, CustomStringConvertible {
    let path: String
    let reason: String

    /// Which one, and why.
    package var description: String { "\(path): \(reason)" }
  }

  /// Enters the words of now for all falsifiers that read otherwise, with who answers for them.
  ///
  /// Sealed anew is what those falsifiers' seals covered already, with that change and no other: a binding in which lines
  /// were edited is refused as a whole, so that no edit gets a seal this way.
  ///
  /// - Parameter evidenceFolder: the folder with the bindings.
  /// - Returns: the files written, each with the number of wordings entered.
  /// - Throws: `WordingRefusal` or `FileError`; files before the one at fault are written.
  package func acceptWording(
    reason: String, owner: String, evidenceFolder: String
  ) throws -> [(path: String, count: Int)] {
    let byContract = Dictionary(grouping: rewordings, by: \.contract)
    return try byContract.keys.sorted(by: Files.utf8Order).map { contract in
      let relative = Binding.relativePath(contract: contract)
      let path = "\(evidenceFolder)/\(relative)"
      let lock = try FileLock(waitingForFolder: "\(evidenceFolder)/\(contract)")
      var binding: Binding
      do { binding = try Binding(reading: try Files.read(relative, below: evidenceFolder)) } catch {
        throw WordingRefusal(path: path, reason: "it cannot be read: \(error)")
      }
      // Lines that do not fit each other have no place in what is written.
      if let id = binding.broken.min(by: Files.utf8Order) {
        throw WordingRefusal(path: path, reason: "the lines of \(id) were edited; run the falsifier first")
      }
      for rewording in byContract[contract]! {
        binding.accept(.init(wording: rewording.wording, owner: owner, reason: reason), of: rewording.falsifier.value)
      }
      try Files.replace(relative, below: evidenceFolder, with: binding.bytes)
      _ = consume lock
      return (path, byContract[contract]!.count)
    }
  }
}
