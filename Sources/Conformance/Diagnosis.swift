/// What wrong results look like: a guess from what a library gave for many calls, said as one.
enum Diagnosis {
  /// What was seen in the fixed cases of a falsifier, of its operations.
  ///
  /// - Parameter onlyFresh: whether the fixed cases held and the fresh ones did not.
  /// - Returns: nil where it looks like nothing that is known.
  static func of(_ observations: Observations, onlyFresh: Bool) -> String? {
    let all = observations.all.filter { !$0.own.isEmpty }
    guard all.count >= 3 else { return nil }
    let wrong = all.count { !$0.isRight }
    if wrong == 0 { return small(all) }
    if onlyFresh, 3 * wrong > all.count { return knowsTheCases }
    return constant(all) ?? earlier(all) ?? oneShape(all) ?? narrow(all)
  }

  private static let knowsTheCases =
    "right for the contract's own cases and wrong for fresh ones of the same domain: answers are taken from a table"

  /// One number whatever the input.
  private static func constant(_ all: [Observations.Observation]) -> String? {
    guard let first = all[0].actual.first,
      all.allSatisfy({ $0.actual.allSatisfy { $0.bitPattern == first.bitPattern } }),
      all.contains(where: { !$0.isRight })
    else { return nil }
    return first == 0 ? "zeros, whatever the input" : "a constant, \(Float(first)), whatever the input"
  }

  /// Results of an earlier call of the same shape.
  private static func earlier(_ all: [Observations.Observation]) -> String? {
    var (seen, wrong, stale) = ([Key: [Double]](), 0, 0)
    for each in all {
      let key = Key(operation: each.operation, shape: each.shape)
      if !each.isRight {
        wrong += 1
        if let before = seen[key], Self.same(before, each.actual) { stale += 1 }
      }
      seen[key] = each.actual
    }
    guard wrong > 0, 2 * stale > wrong else { return nil }
    return "the result of an earlier call of the same shape: results are kept by pointer, or by a part of the input"
  }

  /// Right for one shape of several.
  private static func oneShape(_ all: [Observations.Observation]) -> String? {
    let shapes = Dictionary(grouping: all) { Key(operation: $0.operation, shape: $0.shape) }
    // One call alone may be right by accident.
    let right = shapes.filter { $0.value.count >= 3 && $0.value.allSatisfy(\.isRight) }
    guard shapes.count >= 4, let (key, calls) = right.first, right.count == 1 else { return nil }
    guard 2 * all.count(where: { !$0.isRight }) > all.count - calls.count else { return nil }
    let names = zip(key.operation.integerNames, key.shape).map { "\($0): \($1)" }.joined(separator: ", ")
    return "right for the shape (\(names)) alone, of \(shapes.count): it is built in"
  }

  /// Right but for a rounding too many.
  private static func small(_ all: [Observations.Observation]) -> String? {
    guard let worst = all.map(\.error).max(), worst > 0 else { return nil }
    if let rounded = rounded(all) { return rounded }
    let size = "errors of 2^\(exponent(worst)) of the terms at most"
    guard worst < 0x1p-17 else { return "\(size): lower precision inside, as of binary16" }
    return "\(size): another order of operations, whose error has a larger bound than the contract's"
  }

  private static func rounded(_ all: [Observations.Observation]) -> String? {
    // Of numbers in the range of both, every bfloat16 is a binary16 as well.
    if all.allSatisfy(\.isBrain) { return "every result is a bfloat16 number: results are rounded to it" }
    if all.allSatisfy(\.isHalf) { return "every result is a binary16 number: results are rounded to it" }
    return nil
  }

  /// Errors of a narrower format.
  private static func narrow(_ all: [Observations.Observation]) -> String? {
    let wrong = all.filter { $0.error > 0 && $0.scale > 0 }.map(\.error).sorted()
    guard wrong.count * 4 >= all.count, let middle = wrong.dropFirst(wrong.count / 2).first else { return nil }
    if let rounded = rounded(all) { return rounded }
    guard wrong.last! < 0x1p-4 else { return nil }
    if middle >= 0x1p-10 { return "errors of about 2^\(exponent(middle)): lower precision inside, as of bfloat16" }
    if middle >= 0x1p-17 { return "errors of about 2^\(exponent(middle)): lower precision inside, as of binary16" }
    return nil
  }

  private static func exponent(_ value: Double) -> Int { Int(value.exponent) }

  private static func same(_ one: [Double], _ other: [Double]) -> Bool {
    one.count == other.count && zip(one, other).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  private struct Key: Hashable {
    let operation: Operation
    let shape: [Int]
  }
}
