/// The differences between two versions of the hypotheses of one file.
enum HypothesisDiff {
  /// What was removed, added, reworded, and what is predicted otherwise: a hypothesis that lost a prediction is harder
  /// to falsify.
  static func changes(_ old: [Hypothesis], _ new: [Hypothesis]) -> [ClaimChange] {
    ContractDiff.pairs(old, new, by: \.id.value).flatMap { name, before, after -> [ClaimChange] in
      guard let before, let after else {
        return [
          ClaimChange(
            name, after == nil ? .easier : .harder,
            after == nil ? "the hypothesis was removed" : "the hypothesis was added", at: after?.id.range,
            was: before?.id.range)
        ]
      }
      return texts(name, before, after) + origins(name, before, after) + predictions(name, before, after)
    }
  }

  private static func texts(_ name: String, _ before: Hypothesis, _ after: Hypothesis) -> [ClaimChange] {
    let keys = [("question", before.question, after.question), ("statement", before.statement, after.statement)]
    return keys.compactMap { key, was, now in
      let (old, new) = (ContractDiff.folded(was?.value), ContractDiff.folded(now?.value))
      guard old != new else { return nil }
      return ClaimChange(
        "\(name)/\(key)", .unclear,
        "the \(key) reads differently: \(ContractDiff.quoted(old)) became \(ContractDiff.quoted(new))", at: now?.range,
        was: was?.range)
    }
  }

  /// Where it comes from decides which others are its rivals.
  private static func origins(_ name: String, _ before: Hypothesis, _ after: Hypothesis) -> [ClaimChange] {
    let keys = [("refines", before.refines, after.refines), ("supersedes", before.supersedes, after.supersedes)]
    return keys.flatMap { key, was, now in
      ContractDiff.pairs(was, now, by: \.value).compactMap { id, old, new in
        guard (old == nil) != (new == nil) else { return nil }
        return ClaimChange(
          "\(name)/\(key)", .unclear, new == nil ? "no longer \(key) `\(id)`" : "\(key) `\(id)`, too", at: new?.range,
          was: old?.range)
      }
    }
  }

  private static func predictions(_ name: String, _ before: Hypothesis, _ after: Hypothesis) -> [ClaimChange] {
    ContractDiff.pairs(before.predictions, after.predictions, by: \.name).compactMap { prediction, was, now in
      guard let was, let now else {
        return ClaimChange(
          "\(name)/predicts/\(prediction)", now == nil ? .easier : .harder,
          now == nil ? "no longer predicted" : "predicted, too", at: now?.range, was: was?.range)
      }
      guard was.outcome != now.outcome else { return nil }
      return ClaimChange(
        "\(name)/predicts/\(prediction)", .mixed,
        "the predicted outcome was `\(was.outcome?.rawValue ?? "nothing")`, and is now `\(now.outcome?.rawValue ?? "nothing")`",
        at: now.range, was: was.range)
    }
  }
}

extension Hypothesis.Prediction {
  /// What it is about, as changes name it.
  fileprivate var name: String {
    if let test { return "\(test)" }
    return statement.map { ContractDiff.folded($0.value) } ?? "\(falsifier?.value ?? "") \(check?.value ?? "")"
  }
}
