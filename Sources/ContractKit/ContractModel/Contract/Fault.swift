/// A kind of fault that could make clauses false, with the mutants that try it.
///
/// A contract's list of them is its kill matrix: for each class and each clause that a fault of the
/// class can violate, a mutant that some falsifier of the clause must catch.
public struct Fault: Sendable {
  /// The class, a ``FaultClass`` by name; kept as text, since a contract may spell another.
  package var faultClass: Located<String>
  /// The clauses of this contract that a fault of the class can violate.
  public var violates: [Located<String>]
  /// Names of mutants, as falsifiers list them.
  public var mutants: [Located<String>]
  /// The mapping of this fault in the file.
  public var range: SourceRange

  /// A fault of a class.
  public init(
    faultClass: Located<String>, violates: [Located<String>], mutants: [Located<String>], range: SourceRange
  ) {
    self.faultClass = faultClass
    self.violates = violates
    self.mutants = mutants
    self.range = range
  }
}

/// A kind of fault that kernels really have; a mutant is one instance of one class.
public struct FaultClass: Sendable, Equatable {
  /// As contracts spell it.
  public let name: String
  /// What goes wrong, in one clause.
  public let meaning: String

  /// A class of faults.
  public init(_ name: String, _ meaning: String) {
    self.name = name
    self.meaning = meaning
  }
}

extension FaultClass {
  /// Those that every project has.
  package static let builtIn = [
    // What is read.
    FaultClass("head_map", "a query head reads a key/value head that is not its own"),
    FaultClass("transposed_weight", "a weight is read by columns although it is laid out by rows"),
    FaultClass("wrong_element", "an element is read or stored one or more places off"),
    FaultClass("wrong_operand", "an operand is left out, or takes the place of another"),
    FaultClass("stale_slot", "a slot of a cache or buffer holds what an earlier call left there"),
    FaultClass("mask", "a masked element takes part, or an unmasked one does not"),
    FaultClass("tail_dropped", "the elements after the last whole vector, chunk or block are left out or taken twice"),

    // What is computed.
    FaultClass("scale", "a factor is missing, is applied twice, or is the wrong one"),
    FaultClass("sign", "a sign is wrong"),
    FaultClass("missing_maximum", "the maximum is not subtracted, or another value is subtracted instead"),
    FaultClass("epsilon_placement", "epsilon is added outside the root, or is missing"),
    FaultClass("pairing", "elements are rotated with the wrong partners"),
    FaultClass("position", "a position is wrong"),
    FaultClass("frequency", "a frequency comes from the wrong base, index or precision"),
    FaultClass("function", "an elementary function is only an estimate, lacks a term, or is cut off"),
    FaultClass("rounding", "a value is rounded in the wrong direction, or once too often or not often enough"),
    FaultClass("narrow_accumulator", "a sum is kept in a narrower type"),
    FaultClass("non_finite", "a NaN or an infinity is lost, is made up, or has the wrong bits"),

    // Formats of quantized weights.
    FaultClass("nibble_order", "the low and the high half of a byte are swapped"),
    FaultClass("sub_block_order", "the sub-blocks of a block are taken in the wrong order"),
    FaultClass("minimum_sign", "the minimum of a block is added instead of subtracted"),
    FaultClass("block_scale", "the scale of one block or sub-block is wrong"),

    // What only bits, or only a published figure, can tell.
    FaultClass("order", "the same terms are added in another order, or are fused differently"),
    FaultClass("path", "the code for one instruction set or one number of threads computes something else"),
    FaultClass("recipe", "an input or a step is not what a fixture or a published recipe prescribes"),
  ]
}
