/// A kind of fault that could make clauses false, with the mutants that try it.
///
/// A contract's list of them is its kill matrix: for each class and each clause that a fault of the
/// class can violate, a mutant that some falsifier of the clause must catch.
public struct Fault: Sendable {
  /// The class, one of ``FaultClass``; kept as text, since a contract may spell another.
  public var faultClass: Located<String>
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

/// The kinds of faults that kernels really have; a mutant is one instance of one class.
public enum FaultClass: String, CaseIterable, Sendable {
  // What is read.
  case headMap = "head_map"
  case transposedWeight = "transposed_weight"
  case wrongElement = "wrong_element"
  case wrongOperand = "wrong_operand"
  case staleSlot = "stale_slot"
  case mask
  case tailDropped = "tail_dropped"

  // What is computed.
  case scale
  case sign
  case missingMaximum = "missing_maximum"
  case epsilonPlacement = "epsilon_placement"
  case pairing
  case position
  case frequency
  case function
  case rounding
  case narrowAccumulator = "narrow_accumulator"
  case nonFinite = "non_finite"

  // Formats of quantised weights.
  case nibbleOrder = "nibble_order"
  case subBlockOrder = "sub_block_order"
  case minimumSign = "minimum_sign"
  case blockScale = "block_scale"

  // What only bits, or only a published figure, can tell.
  case order
  case path
  case recipe

  /// What goes wrong, in one clause.
  public var meaning: String {
    switch self {
    case .headMap: "a query head reads another key/value head than its own"
    case .transposedWeight: "a weight is read by columns where it is laid out by rows"
    case .wrongElement: "an element is read or stored one or more places off"
    case .wrongOperand: "an operand is left out, or takes the place of another"
    case .staleSlot: "a slot of a cache or buffer holds what an earlier call left there"
    case .mask: "an element takes part that is masked, or one that is not does not"
    case .tailDropped: "what is left after the last whole vector, chunk or block is left out or taken twice"
    case .scale: "a factor is missing, is applied twice, or is another one"
    case .sign: "a sign is wrong"
    case .missingMaximum: "the maximum is not subtracted, or is not the maximum"
    case .epsilonPlacement: "epsilon stands outside the root, or is missing"
    case .pairing: "elements are rotated with other partners"
    case .position: "a position is off"
    case .frequency: "a frequency comes from another base, index or precision"
    case .function: "an elementary function is an estimate, lacks a term, or is cut off"
    case .rounding: "a value is rounded in another direction, or once too often or too little"
    case .narrowAccumulator: "a sum is kept in a narrower type"
    case .nonFinite: "a NaN or an infinity is lost, made up, or has other bits"
    case .nibbleOrder: "the low and the high half of a byte change places"
    case .subBlockOrder: "the sub-blocks of a block are taken in another order"
    case .minimumSign: "the minimum of a block is added where it is subtracted"
    case .blockScale: "the scale of one block or sub-block is off"
    case .order: "the same terms are added in another order, or are fused otherwise"
    case .path: "one path of several, by instruction set or by number of threads, computes something else"
    case .recipe: "a fixture or a published recipe is followed otherwise than written"
    }
  }
}
