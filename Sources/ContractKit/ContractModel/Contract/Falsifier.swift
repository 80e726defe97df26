/// A declared way in which a claim could turn out false, and the test that tries it.
public final class Falsifier: Sendable {
  /// Unique among all contracts; the evidence file is called so.
  public let id: Located<String>
  /// The claim in a few words.
  public let rule: Located<String>?
  /// What is expected, in prose for people; the checks are what is judged.
  public let prediction: Located<String>?
  /// What to look at where a check is violated; shown with the finding.
  package let ifFails: Located<String>?
  /// `MODULE.CLASS/METHOD` of the XCTest; nil where `run` says how it is run.
  public let test: Located<String>?
  /// The mapping of this falsifier in the file; edits insert at its end.
  public let range: SourceRange
  /// What `pv/1` adds, apart: a falsifier of the public format takes a third of the memory.
  private let added: Box

  /// The clauses bound, as they are written.
  package var bindsTo: [Located<String>] { added.value.bindsTo }
  /// The clauses that these spell, those that do not parse left out.
  package var clauses: [ClauseReference] { added.value.clauses }
  /// The program and its arguments that leave a recording; empty where a test measures.
  public var run: [Located<String>] { added.value.run }
  /// Why the bits of its outputs vary from run to run; nil where they do not.
  package var varies: Located<String>? { added.value.varies }
  /// What it takes to be fully discharged; `algorithm` where nothing is written.
  package var requires: Located<Level>? { added.value.requires }
  /// What it is tried on and judged over, at the least; nil where none is written.
  public var domain: Domain? { added.value.domain }
  /// Why nothing is drawn: the inputs are a recipe, or all that there are.
  public var exact: Located<String>? { added.value.exact }
  /// All must hold; without any, the falsifier stays PENDING.
  public var checks: [Check] { added.value.checks }
  /// Names of wrong kernels, each of which must run and violate a check.
  public var mutants: [Located<String>] { added.value.mutants }
  /// Impostors that its checks cannot tell from the kernel's arrays, each with why.
  package var blindTo: [Blindness] { added.value.blindTo }
  /// Orders of summation in which the noise of rounding is measured; names of ``OrderName``.
  public var orders: [Located<String>] { added.value.orders }
  /// Why no order is measured, where there is a tolerance and nothing is summed.
  package var noOrders: Located<String>? { added.value.noOrders }
  /// Instruction-set paths that the claim is about; each needs a witness.
  package var variants: [Located<String>] { added.value.variants }
  /// Files that the test reads, from the package's root; evidence goes stale with them.
  package var fixtures: [Located<String>] { added.value.fixtures }
  /// What a run needs that not every machine has.
  public var needs: [Need] { added.value.needs }
  /// The declared `discharge_status`, which `pv verify` compares with the derived one; nil where
  /// none is written.
  package var status: Located<String>? { added.value.status }
  /// The declared reason not to run it; nil also where a part of it is missing or cannot be read.
  package var blocked: Blocked? { added.value.blocked }
  /// Who answers for its status; nil also where a part of it is missing or cannot be read.
  package var waiver: Waiver? { added.value.waiver }

  /// A falsifier; what is left out counts as not written.
  public init(
    id: Located<String>, rule: Located<String>? = nil, prediction: Located<String>? = nil,
    ifFails: Located<String>? = nil, bindsTo: [Located<String>] = [], test: Located<String>? = nil,
    run: [Located<String>] = [], varies: Located<String>? = nil,
    requires: Located<Level>? = nil, domain: Domain? = nil, exact: Located<String>? = nil, checks: [Check] = [],
    mutants: [Located<String>] = [],
    blindTo: [Blindness] = [],
    orders: [Located<String>] = [], noOrders: Located<String>? = nil, variants: [Located<String>] = [],
    fixtures: [Located<String>] = [], needs: [Need] = [], status: Located<String>? = nil, blocked: Blocked? = nil,
    waiver: Waiver? = nil, range: SourceRange
  ) {
    self.id = id
    self.rule = rule
    self.prediction = prediction
    self.ifFails = ifFails
    self.test = test
    added = Box(
      Additions(
        bindsTo: bindsTo, clauses: bindsTo.compactMap { ClauseReference($0.value) }, run: run, varies: varies,
        requires: requires, domain: domain, exact: exact, checks: checks, mutants: mutants, blindTo: blindTo,
        orders: orders, noOrders: noOrders, variants: variants, fixtures: fixtures, needs: needs, status: status,
        blocked: blocked, waiver: waiver))
    self.range = range
  }

  /// A falsifier that has nothing of what `pv/1` adds.
  package init(
    id: Located<String>, rule: Located<String>?, prediction: Located<String>?, ifFails: Located<String>?,
    test: Located<String>?, range: SourceRange
  ) {
    (self.id, self.rule, self.prediction, self.ifFails) = (id, rule, prediction, ifFails)
    (self.test, self.range) = (test, range)
    added = .empty
  }

  private struct Additions: Sendable {
    var bindsTo: [Located<String>] = []
    var clauses: [ClauseReference] = []
    var run: [Located<String>] = []
    var varies: Located<String>?
    var requires: Located<Level>?
    var domain: Domain?
    var exact: Located<String>?
    var checks: [Check] = []
    var mutants: [Located<String>] = []
    var blindTo: [Blindness] = []
    var orders: [Located<String>] = []
    var noOrders: Located<String>?
    var variants: [Located<String>] = []
    var fixtures: [Located<String>] = []
    var needs: [Need] = []
    var status: Located<String>?
    var blocked: Blocked?
    var waiver: Waiver?
  }

  private final class Box: Sendable {
    let value: Additions
    static let empty = Box(Additions())

    init(_ value: Additions) { self.value = value }
  }

  /// Whether it may have something of what `pv/1` adds.
  package var hasAdditions: Bool { added !== Box.empty }

  /// What a run was made on.
  public enum Level: String, CaseIterable, Comparable, Sendable {
    /// Inputs made by a generator or given by a recipe.
    case algorithm
    /// Weights that the contract names by digest.
    case live

    /// Whether the left level shows less than the right one: `algorithm` is below `live`.
    public static func < (left: Self, right: Self) -> Bool { left == .algorithm && right == .live }
  }

  /// Wrong arrays that the checks take for right, and why they may.
  public struct Blindness: Sendable {
    /// Names of ``ImpostorName``; kept as text, since a contract may spell others.
    package var impostors: [Located<String>]
    /// Metrics of checks: of the arrays of which they were taken; every array where there is none.
    public var of: [Located<String>]
    /// Why they cannot be told from the kernel's own, and what can.
    public var reason: Located<String>

    /// A blindness with its reason.
    public init(impostors: [Located<String>], of: [Located<String>] = [], reason: Located<String>) {
      self.impostors = impostors
      self.of = of
      self.reason = reason
    }
  }

  /// Something that a run needs: weights (with their digest) or an instruction set.
  public struct Need: Sendable {
    /// What is needed, spelled as its key in the contract: a file of weights, or an instruction set.
    public enum Kind: String, CaseIterable, Sendable { case weights, isa }
    /// Which of the two it is.
    package var kind: Kind
    /// The name of the file of weights, or of the instruction set.
    public var name: Located<String>
    /// Of the raw bytes, in hexadecimal; weights only.
    package var sha256: Located<String>?
    /// The command that gets it; for people.
    package var get: Located<String>?

    /// A need of a run.
    public init(kind: Kind, name: Located<String>, sha256: Located<String>? = nil, get: Located<String>? = nil) {
      self.kind = kind
      self.name = name
      self.sha256 = sha256
      self.get = get
    }
  }

  /// Why a falsifier cannot be run for now, and when that is looked at again.
  public struct Blocked: Sendable {
    /// Why it cannot be run, in words.
    public var reason: Located<String>
    /// The last day, in UTC, on which the block stands.
    package var review: Located<CalendarDate>

    /// A block with its reason and review date.
    public init(reason: Located<String>, review: Located<CalendarDate>) {
      self.reason = reason
      self.review = review
    }
  }

  /// A derived status that somebody takes responsibility for until a date; it never counts as holding.
  public struct Waiver: Sendable {
    /// Why the status is acceptable for now, in words.
    public var reason: Located<String>
    /// Who takes responsibility for it.
    package var owner: Located<String>
    /// The last day, in UTC, on which it stands.
    package var until: Located<CalendarDate>

    /// A waiver with its owner and last day.
    public init(reason: Located<String>, owner: Located<String>, until: Located<CalendarDate>) {
      self.reason = reason
      self.owner = owner
      self.until = until
    }
  }
}

/// One threshold of a falsifier on one metric.
public struct Check: Sendable {
  /// `[SUBJECT.]METRIC`.
  public var metric: Located<String>
  /// What the measured value must meet, compared exactly.
  package var condition: Condition
  /// The bound functions whose sum the metric is relative to; empty for other metrics.
  public var bound: [NamedBound]
  /// Mutants that move the metric beyond the noise and are left to another check, with why.
  package var letsPass: [Exception]
  /// The mapping of the check in the file; a violated check is reported there.
  public var range: SourceRange

  /// A check of a metric.
  public init(
    metric: Located<String>, condition: Condition, bound: [NamedBound] = [], letsPass: [Exception] = [],
    range: SourceRange
  ) {
    self.metric = metric
    self.condition = condition
    self.bound = bound
    self.letsPass = letsPass
    self.range = range
  }

  /// A mutant that a threshold need not catch.
  public struct Exception: Sendable {
    /// As the falsifier lists it.
    public var mutant: Located<String>
    /// Why the threshold cannot tell it from the real kernel, and what does.
    public var reason: Located<String>

    /// An exception with its reason.
    public init(mutant: Located<String>, reason: Located<String>) {
      self.mutant = mutant
      self.reason = reason
    }
  }

  /// A comparison with a value that the contract writes; NaN and infinities meet none.
  public enum Condition: Sendable {
    case atMost(Located<ExactDecimal>)
    case atLeast(Located<ExactDecimal>)
    /// `within` is the tolerance on either side; 0 where it is not written.
    case equals(Located<ExactDecimal>, within: Located<ExactDecimal>?)
    case notEquals(Located<ExactDecimal>)
    /// Bits (`0x…`) or a digest, compared as text in lower case.
    case equalsText(Located<String>)
    case notEqualsText(Located<String>)
  }
}

extension Falsifier {
  /// The weights that a run needs.
  public var weights: [Need] { needs.filter { $0.kind == .weights } }

  /// Whether it needs weights, and so runs only when they are asked for: see ``LiveRequest``.
  package var isLive: Bool { !weights.isEmpty }

  /// Whether a program records what it measures, and no XCTest does.
  package var isRecorded: Bool { !run.isEmpty }

  /// How often a recording has the real kernel's outputs.
  package var repeats: Int { varies == nil ? 1 : 5 }

  /// What is run: the test, or the words of `run`, as people read them; nil where the contract names neither.
  package var runner: String? {
    isRecorded ? run.map(\.value).joined(separator: " ") : test?.value
  }

  /// The command line that runs it alone, weights fetched and asked for where it needs some; nil where nothing runs it.
  package var command: String? {
    let alone = isRecorded ? "pv run --filter \(id.value)" : test.flatMap { TestReference($0.value) }?.command
    guard let run = alone else { return nil }
    guard isLive else { return run }
    let names = weights.map(\.name.value).joined(separator: ",")
    return (weights.compactMap(\.get?.value) + ["\(LiveRequest.variable)=\(names) \(run)"]).joined(separator: " && ")
  }

  /// The level of a run on some inputs: live if and only if one of them is weights that the
  /// contract names by digest.
  package func level(ofInputs digests: [Digest]) -> Level {
    let weights = Set(weights.compactMap { $0.sha256?.value.lowercased() })
    return digests.contains { weights.contains($0.description) } ? .live : .algorithm
  }
}
