extension ContractDiff {
  /// What two versions of a falsifier are tried on and judged over.
  mutating func compareDomains(_ falsifier: String, _ before: Falsifier, _ after: Falsifier) {
    let subject = "\(falsifier)/domain"
    let (old, new) = (before.domain ?? Domain(range: before.id.range), after.domain ?? Domain(range: after.id.range))
    for (name, was, now) in Self.pairs(old.inputs, new.inputs, by: \.name.value) {
      guard let was, let now else {
        add(
          ClaimChange(
            subject, now == nil ? .easier : .harder,
            now == nil ? "the input `\(name)` need not be tried any more" : "the input `\(name)` must be tried, too",
            at: now?.name.range ?? new.range, was: was?.name.range))
        continue
      }
      compare("cases of `\(name)`", was.input.cases?.value, now.input.cases?.value, subject, now.name, was.name)
      compare("`\(name)`", was.input.over?.value, now.input.over?.value, subject, now.name, was.name)
      if was.input.shape != now.input.shape {
        add(
          ClaimChange(
            subject, now.input.shape == nil ? .easier : was.input.shape == nil ? .harder : .unclear,
            "the shape of `\(name)` is \(Self.shown(now.input.shape)), previously \(Self.shown(was.input.shape))",
            at: now.name.range, was: was.name.range))
      }
      let (corners, classes) = ((was.input.corners, now.input.corners), (was.input.classes, now.input.classes))
      compareLists(subject, corners.0, corners.1, at: now.name.range) { corner, isAdded in
        isAdded ? "a case must lie in the corner `\(corner)`" : "no case need lie in the corner `\(corner)` any more"
      }
      compareLists(subject, classes.0, classes.1, at: now.name.range) { name, isAdded in
        isAdded ? "an element must be of the class `\(name)`" : "no element need be of the class `\(name)` any more"
      }
    }
    for (was, now) in [(old.outputs, new.outputs), (old.over, new.over)] {
      for (name, was, now) in Self.pairs(was, now, by: \.name.value) {
        let place = now?.name ?? Located(name, at: new.range)
        compare("`\(name)`", was?.extent.value, now?.extent.value, subject, place, was?.name ?? place)
      }
    }
    if let was = before.exact, let now = after.exact, Self.folded(was.value) != Self.folded(now.value) {
      add(
        ClaimChange(
          subject, .neutral, "gives another reason why nothing is drawn", at: now.range, was: was.range))
    }
    // Where nothing was asked for, saying why nothing is drawn asks for no less.
    guard before.domain != nil, (before.exact == nil) != (after.exact == nil) else { return }
    add(
      ClaimChange(
        subject, after.exact == nil ? .harder : .easier,
        after.exact == nil
          ? "no longer exact: corners or classes are asked for" : "said to be exact: nothing need be drawn",
        at: after.exact?.range ?? after.id.range, was: before.exact?.range))
  }

  private mutating func compare(
    _ what: String, _ was: Int?, _ now: Int?, _ subject: String, _ place: Located<String>, _ old: Located<String>
  ) {
    guard was != now else { return }
    add(
      ClaimChange(
        subject, (now ?? 0) < (was ?? 0) ? .easier : .harder,
        "the \(what) are at least \(now.map(String.init) ?? "any number"), previously \(was.map(String.init) ?? "any number")",
        at: place.range, was: old.range))
  }

  private mutating func compare(
    _ what: String, _ was: Domain.Extent?, _ now: Domain.Extent?, _ subject: String, _ place: Located<String>,
    _ old: Located<String>
  ) {
    guard was != now else { return }
    let isOtherType = was != nil && now != nil && was?.dtype != now?.dtype
    add(
      ClaimChange(
        subject, isOtherType ? .unclear : (now?.elements ?? 0) < (was?.elements ?? 0) ? .easier : .harder,
        "\(what) is over at least \(now?.description ?? "anything"), previously \(was?.description ?? "anything")",
        at: place.range, was: old.range))
  }

  private static func shown(_ shape: [Int]?) -> String { shape.map { "\($0)" } ?? "any" }
}
