/// A contract: claims about kernels, and the thresholds that measurements of them must meet.
///
/// The typed form of one YAML file, in the public format or in its superset `pv/1`. Everything that
/// is judged keeps its place in the file.
public final class Contract: Sendable {
  /// The stem of the file name.
  public let id: String
  /// The path as it was given.
  public let path: String
  /// What it says of itself; empty where the file has no such section.
  public let metadata: Metadata
  /// In the file's order.
  public let equations: [Equation]
  /// In the file's order; they argue for clauses, and no measurement is held against them.
  package let obligations: [Obligation]
  /// In the file's order; those without an id are left out.
  public let falsifiers: [Falsifier]
  /// In the file's order; those without an id are left out.
  package let gates: [Gate]
  /// Changes that made a claim easier to pass, each with who answers for it.
  package let loosenings: [Loosening]
  /// In the file's order: the kill matrix.
  public let faults: [Fault]
  /// In the file's order; those without an id are left out.
  package let hypotheses: [Hypothesis]
  /// What it can name besides clauses and other contracts.
  public let terms: Terms
  private let positions: IDPositions

  /// A contract; nothing is checked here.
  public init(
    id: String, path: String, metadata: Metadata, equations: [Equation], obligations: [Obligation],
    falsifiers: [Falsifier], gates: [Gate], loosenings: [Loosening] = [], faults: [Fault] = [],
    hypotheses: [Hypothesis] = [], terms: Terms = .builtIn
  ) {
    self.id = id
    self.path = path
    self.metadata = metadata
    self.equations = equations
    positions = IDPositions(equations.lazy.map(\.id.value))
    self.obligations = obligations
    self.falsifiers = falsifiers
    self.gates = gates
    self.loosenings = loosenings
    self.faults = faults
    self.hypotheses = hypotheses
    self.terms = terms
  }

  /// Whether the contract declares `metadata.format: pv/1`, and so is held to all of its rules.
  package var isStrict: Bool { metadata.isStrict }

  /// The equation with an id.
  package func equation(_ id: String) -> Equation? {
    positions.first(id) { equations.firstIndex { $0.id.value == id } }.map { equations[$0] }
  }

  /// The falsifier with an id.
  public func falsifier(_ id: String) -> Falsifier? { falsifiers.first { $0.id.value == id } }

  /// What a contract says of itself.
  public struct Metadata: Sendable {
    /// `pv/1`; nil in the public format.
    public var format: Located<String>?
    /// MAJOR.MINOR.PATCH of the contract itself.
    public var version: Located<String>?
    /// What the contract is about, in prose.
    public var description: Located<String>?
    /// What it describes; a `kernel` where nothing is written.
    package var kind: Located<String>?
    /// The sources of its claims, in the file's order.
    public var references: [Reference]
    /// Ids of contracts that this one builds on.
    package var dependsOn: [Located<String>]

    /// Whether the contract is held to all rules.
    var isStrict: Bool { format?.value == "pv/1" }

    /// What a contract says of itself; what is left out was not written.
    public init(
      format: Located<String>? = nil, version: Located<String>? = nil, description: Located<String>? = nil,
      kind: Located<String>? = nil, references: [Reference] = [], dependsOn: [Located<String>] = []
    ) {
      self.format = format
      self.version = version
      self.description = description
      self.kind = kind
      self.references = references
      self.dependsOn = dependsOn
    }
  }

  /// A source: a paper, a format specification, a published result.
  public struct Reference: Sendable {
    /// The name by which equations cite it; nil where none can.
    public var id: Located<String>?
    /// Author, year and title; the address or the id where no text is written.
    public var text: Located<String>
    /// Where to read it.
    package var url: Located<String>?

    /// A source.
    public init(id: Located<String>? = nil, text: Located<String>, url: Located<String>? = nil) {
      self.id = id
      self.text = text
      self.url = url
    }
  }

  /// What must hold and how strongly it is argued; tied to a clause by `applies_to`.
  public struct Obligation: Sendable {
    /// Its name, unique in the contract where one is written.
    public var id: Located<String>?
    /// The kind of property, such as `equivalence` or `bound`.
    public var type: Located<String>?
    /// What must hold, in prose.
    package var property: Located<String>?
    /// The clause that it is about, as `EQUATION` or `EQUATION/INVARIANT`; the public format also
    /// has `all` and free text here.
    package var appliesTo: Located<String>?
    /// The mapping of this obligation in the file.
    public var range: SourceRange

    /// An obligation; what is left out was not written.
    public init(
      id: Located<String>? = nil, type: Located<String>? = nil, property: Located<String>? = nil,
      appliesTo: Located<String>? = nil, range: SourceRange
    ) {
      self.id = id
      self.type = type
      self.property = property
      self.appliesTo = appliesTo
      self.range = range
    }
  }

  /// Falsifiers, other gates and hypotheses that ship or do not ship together.
  public final class Gate: Sendable {
    /// Unique among all falsifiers, gates and hypotheses.
    public let id: Located<String>
    /// Ids of falsifiers, gates and hypotheses, here or in other files given; those under `falsification_id` of the
    /// public format included.
    package let requires: [Located<String>]
    /// What the contract says; `pv` derives the verdict and compares.
    package let verdict: Located<String>?
    /// What the contract says that the verdict rests on; derived and compared as well.
    package let basis: Located<String>?
    /// The public format's verdict: a status, which is compared with the weakest of what is required.
    package let status: Located<String>?
    /// Whether `pv verify --gates` rejects where it fails; the public format can say that it does not block.
    public let blocks: Bool
    /// The mapping of this gate in the file.
    public let range: SourceRange

    /// A gate; what is left out counts as not written.
    public init(
      id: Located<String>, requires: [Located<String>], verdict: Located<String>? = nil, basis: Located<String>? = nil,
      status: Located<String>? = nil, blocks: Bool = true, range: SourceRange
    ) {
      self.id = id
      self.requires = requires
      self.verdict = verdict
      self.basis = basis
      self.status = status
      self.blocks = blocks
      self.range = range
    }
  }

  /// A change that made a claim easier to pass, which somebody takes responsibility for until a date.
  public struct Loosening: Sendable {
    /// The change's subject, as `pv diff` names it.
    public var change: Located<String>
    /// Why, who, and until when.
    package var waiver: Falsifier.Waiver

    /// A loosening that is answered for.
    public init(change: Located<String>, waiver: Falsifier.Waiver) {
      self.change = change
      self.waiver = waiver
    }
  }
}
