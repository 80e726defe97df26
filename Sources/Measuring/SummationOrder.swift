import ContractKit

/// An order in which the terms of a sum can be added: together they measure the noise of rounding.
///
/// Each adds the same terms, every addition rounded once, and is as right as any other. A kernel in
/// another order is not a mutant: a tolerance must hold for it, too.
public enum SummationOrder: CaseIterable, Sendable {
  /// One accumulator, ascending.
  case sequential
  /// One accumulator, descending.
  case reversed
  /// Halves, recursively, down to single terms.
  case pairwise
  /// Accumulators that take turns, folded in halves.
  case lanes8, lanes16, lanes64
  /// One accumulator, by ascending magnitude; equal magnitudes in order, NaN last.
  case sorted

  /// The name in contracts and evidence.
  public var name: OrderName {
    switch self {
    case .sequential: .sequential
    case .reversed: .reversed
    case .pairwise: .pairwise
    case .lanes8: .lanes8
    case .lanes16: .lanes16
    case .lanes64: .lanes64
    case .sorted: .sorted
    }
  }

  /// The sum of the terms in binary32, from +0.
  ///
  /// - Complexity: O(n), and O(n log n) for `sorted`.
  public func sum(_ terms: [Float]) -> Float { total(terms) }

  /// The sum of the terms in binary64, from +0.
  ///
  /// - Complexity: O(n), and O(n log n) for `sorted`.
  public func sum(_ terms: [Double]) -> Double { total(terms) }

  /// The sum of the products in binary32, each product rounded before it is added.
  public func dot(_ left: [Float], _ right: [Float]) -> Float { total(products(left, right)) }

  /// The sum of the products in binary64, each product rounded before it is added.
  public func dot(_ left: [Double], _ right: [Double]) -> Double { total(products(left, right)) }

  // Generic in this module alone: called from another one it would not be specialized, and FALSIFY-GQA-004 took
  // a minute instead of four seconds.

  private func total<Term: BinaryFloatingPoint>(_ terms: [Term]) -> Term {
    switch self {
    case .sequential: return terms.reduce(0, +)
    case .reversed: return terms.reversed().reduce(0, +)
    case .pairwise: return Self.pairwise(terms[...])
    case .lanes8: return Self.lanes(8, terms)
    case .lanes16: return Self.lanes(16, terms)
    case .lanes64: return Self.lanes(64, terms)
    case .sorted: return Self.ascending(terms).reduce(0, +)
    }
  }

  private func products<Term: BinaryFloatingPoint>(_ left: [Term], _ right: [Term]) -> [Term] {
    precondition(left.count == right.count, "\(left.count) elements times \(right.count)")
    return left.indices.map { left[$0] * right[$0] }
  }

  private static func pairwise<Term: BinaryFloatingPoint>(_ terms: ArraySlice<Term>) -> Term {
    guard terms.count > 1 else { return terms.first.map { 0 + $0 } ?? 0 }
    let middle = terms.startIndex + terms.count / 2
    return pairwise(terms[..<middle]) + pairwise(terms[middle...])
  }

  private static func lanes<Term: BinaryFloatingPoint>(_ width: Int, _ terms: [Term]) -> Term {
    var lanes = [Term](repeating: 0, count: width)
    for (index, term) in terms.enumerated() { lanes[index % width] += term }
    while lanes.count > 1 {
      let half = lanes.count / 2
      for index in 0..<half { lanes[index] += lanes[index + half] }
      lanes.removeLast(half)
    }
    return lanes[0]
  }

  private static func ascending<Term: BinaryFloatingPoint>(_ terms: [Term]) -> [Term] {
    func rank(_ term: Term) -> Term { term.isNaN ? .infinity : term.magnitude }
    return terms.enumerated().sorted { left, right in
      let (a, b) = (rank(left.element), rank(right.element))
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
  }
}
