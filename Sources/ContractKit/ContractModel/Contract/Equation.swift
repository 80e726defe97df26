/// A definition that a kernel claims to compute, with the properties that follow from it.
public final class Equation: Sendable {
  /// Its key in the contract, by which falsifiers bind it.
  public let id: Located<String>
  /// The definition, as text for people; nothing is computed from it.
  public let formula: Located<String>?
  /// The inputs for which it is claimed; part of the claim's digest.
  public let domain: Located<String>?
  /// Ids of the contract's references.
  public let references: [Located<String>]
  /// In the file's order, by which those without an id are numbered.
  package let invariants: [Invariant]
  /// The operation that it is, an ``Operation`` by name, whose faults must be tried; nil where none is
  /// written.
  public let operation: Located<String>?
  /// Paths of sources, from the package's root, that the clause depends on beside those that are
  /// always watched.
  public let implementation: [Located<String>]
  /// Why no falsifier binds the equation itself, where none does.
  package let notFalsified: Located<String>?
  /// The value below the equation's key in the file.
  public let range: SourceRange
  private let positions: IDPositions

  /// An equation; what is left out was not written.
  public init(
    id: Located<String>, formula: Located<String>? = nil, domain: Located<String>? = nil,
    references: [Located<String>] = [], invariants: [Invariant] = [], operation: Located<String>? = nil,
    implementation: [Located<String>] = [], notFalsified: Located<String>? = nil, range: SourceRange
  ) {
    self.id = id
    self.formula = formula
    self.domain = domain
    self.references = references
    self.invariants = invariants
    self.operation = operation
    positions = IDPositions(invariants.lazy.map(\.id.value))
    self.implementation = implementation
    self.notFalsified = notFalsified
    self.range = range
  }

  /// The invariant with an id.
  package func invariant(_ id: String) -> Invariant? {
    positions.first(id) { invariants.firstIndex { $0.id.value == id } }.map { invariants[$0] }
  }
}

/// A property of an equation.
public struct Invariant: Sendable {
  /// The id written, or `inv-N` by 1-based position for the public form, a plain string.
  public var id: Located<String>
  /// Whether the id was written; binding to a positional id is a warning.
  package var hasWrittenID: Bool
  /// What holds, in prose; empty where a mapping gives none.
  public var statement: Located<String>
  /// Why no falsifier binds the clause, where none does.
  package var notFalsified: Located<String>?

  /// The id by which one without its own is bound, by its 1-based position.
  static func positionalID(_ position: Int) -> String {
    position <= positionalIDs.count ? positionalIDs[position - 1] : "inv-\(position)"
  }

  /// The first of them, made once: most invariants of the public format have no other name.
  private static let positionalIDs = (1...64).map { "inv-\($0)" }

  /// An invariant of an equation.
  public init(
    id: Located<String>, hasWrittenID: Bool, statement: Located<String>, notFalsified: Located<String>? = nil
  ) {
    self.id = id
    self.hasWrittenID = hasWrittenID
    self.statement = statement
    self.notFalsified = notFalsified
  }
}

/// The name of an equation or of one of its invariants: `[CONTRACT#]EQUATION[/INVARIANT]`.
package struct ClauseReference: Hashable, Sendable, CustomStringConvertible {
  /// The contract named, where it is another one.
  package var contract: String?
  /// The equation's id.
  package var equation: String
  /// The invariant's id; nil where the equation itself is meant.
  package var invariant: String?

  /// The name of a clause; the parts must not be empty.
  package init(contract: String? = nil, equation: String, invariant: String? = nil) {
    self.contract = contract
    self.equation = equation
    self.invariant = invariant
  }

  /// The reference that a text spells, or nil where a part is empty or there are too many.
  package init?(_ text: String) {
    var rest = Substring(text)
    var contract: String?
    if let mark = rest.firstIndex(of: "#") {
      contract = String(rest[..<mark])
      rest = rest[rest.index(after: mark)...]
    }
    let parts = rest.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard contract != "", (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && !$0.contains("#") })
    else { return nil }
    self.init(contract: contract, equation: parts[0], invariant: parts.count == 2 ? parts[1] : nil)
  }

  /// The reference in the form that contracts write.
  package var description: String {
    (contract.map { $0 + "#" } ?? "") + equation + (invariant.map { "/" + $0 } ?? "")
  }
}
