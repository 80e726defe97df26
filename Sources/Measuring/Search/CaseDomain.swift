/// A declared domain of cases: how one is drawn, and which corners a search must have hit.
public struct CaseDomain<Case: ExactCase> {
  /// A part of the domain that matters, such as a length next to the width of a vector.
  public struct Corner {
    let name: String
    let holds: (Case) -> Bool

    /// A corner with what makes a case lie in it.
    public init(_ name: String, _ holds: @escaping (Case) -> Bool) {
      self.name = name
      self.holds = holds
    }
  }

  /// Names the domain in evidence, in exact cases and in the seed.
  public let name: String
  /// Shapes, exponent ranges, specials, in words, for reading.
  public let declaration: String
  let corners: [Corner]
  let draw: (inout Choices) -> Case

  /// A domain.
  ///
  /// - Parameters:
  ///   - corners: a corner that no case hits is a finding of `pv verify`.
  ///   - draw: makes a case of choices, in which 0 is the simplest everywhere; the same choices give
  ///     the same case.
  public init(
    _ name: String, _ declaration: String, corners: [Corner], draw: @escaping (inout Choices) -> Case
  ) {
    precondition(Set(corners.map(\.name)).count == corners.count, "\(name) declares a corner twice")
    self.name = name
    self.declaration = declaration
    self.corners = corners
    self.draw = draw
  }

  /// How many cases lie in each corner.
  func hits(_ cases: [Case]) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: corners.map { corner in (corner.name, cases.count(where: corner.holds)) })
  }

  /// Cases in sequence, each with its choices.
  func draw(_ count: Int, _ random: SeededGenerator) -> [(value: Case, choices: [UInt64])] {
    var random = random
    return (0..<count).map { _ in
      var choices = Choices(from: random)
      let value = draw(&choices)
      random = choices.random ?? random
      return (value, choices.taken)
    }
  }

  /// The case of some choices, and those of them that it used.
  func replay(_ tape: [UInt64]) -> (value: Case, choices: [UInt64]) {
    var choices = Choices(replaying: tape)
    let value = draw(&choices)
    return (value, choices.taken)
  }
}
