/// What witnesses show, for the scoreboard.
enum WitnessText {
  /// One line a witness, then the claims of a variant that none covers; nothing where there is neither.
  static func lines(_ verification: Verification) -> [String] {
    verification.witnesses.entries.map { entry in
      let witness = entry.witness
      return "witness \(witness.name) (\(word(entry))): \(witness.architecture) with "
        + "\(witness.features.joined(separator: ", ")); forced \(list(witness.variants)); "
        + "\(entry.current.count) of \(verification.falsifierCount) falsifiers reproduced"
        + (entry.staleCount > 0 ? ", \(entry.staleCount) stale" : "")
    } + verification.unwitnessed.map { "no witness: \($0.falsifier) on \($0.variant)" }
  }

  /// The same as Markdown tables.
  static func markdown(_ verification: Verification) -> [String] {
    let total = verification.falsifierCount
    var lines: [String] = []
    if !verification.witnesses.entries.isEmpty {
      lines += [
        "", "| witness | word | architecture | features | forced paths | reproduced | stale |",
        "| --- | --- | --- | --- | --- | ---: | ---: |",
      ]
      lines += verification.witnesses.entries.map { entry in
        let witness = entry.witness
        return "| \(witness.name) | \(word(entry)) | \(witness.architecture) | "
          + "\(witness.features.joined(separator: ", ")) | \(list(witness.variants)) | \(entry.current.count) of \(total) | \(entry.staleCount) |"
      }
    }
    let lacking = verification.unwitnessed
    if !lacking.isEmpty {
      lines += ["", "| claim without a witness | path |", "| --- | --- |"]
      lines += lacking.map { "| \($0.falsifier) | \($0.variant) |" }
    }
    return lines
  }

  /// The same for programs.
  static func json(_ verification: Verification) -> [String: JSON] {
    [
      "witnesses": .array(
        verification.witnesses.entries.map { entry in
          .object([
            "name": .string(entry.witness.name), "signed": .bool(entry.isSigned),
            "architecture": .string(entry.witness.architecture),
            "features": .array(entry.witness.features.map(JSON.string)),
            "variants": .array(entry.witness.variants.map(JSON.string)),
            "current": .integer(entry.current.count), "stale": .integer(entry.staleCount),
          ])
        }),
      "unwitnessed": .array(
        verification.unwitnessed.map {
          .object(["falsifier": .string($0.falsifier), "variant": .string($0.variant)])
        }),
    ]
  }

  private static func word(_ entry: WitnessBook.Entry) -> String {
    entry.isSigned ? "signed by a trusted key" : "claimed, unsigned"
  }

  private static func list(_ variants: [String]) -> String {
    variants.isEmpty ? "none" : variants.joined(separator: ", ")
  }
}
