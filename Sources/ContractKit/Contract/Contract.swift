/// A contract: claims about kernels, and the thresholds that measurements of them must meet.
///
/// The typed form of one YAML file, in the public format or in its superset `pv/1`. Everything that
/// is judged keeps its place in the file.
public struct Contract: Sendable {
  /// The stem of the file name.
  public var id: String
  /// The path as it was given.
  public var path: String
  public var metadata: Metadata
  public var equations: [Equation]
  public var obligations: [Obligation]
  public var falsifiers: [Falsifier]
  public var gates: [Gate]
  /// Changes that made a claim easier to pass, each with who answers for it.
  public var loosenings: [Loosening]

  public init(
    id: String, path: String, metadata: Metadata, equations: [Equation], obligations: [Obligation],
    falsifiers: [Falsifier], gates: [Gate], loosenings: [Loosening] = []
  ) {
    self.id = id
    self.path = path
    self.metadata = metadata
    self.equations = equations
    self.obligations = obligations
    self.falsifiers = falsifiers
    self.gates = gates
    self.loosenings = loosenings
  }

  /// Whether the contract declares `metadata.format: pv/1`, and so is held to all of its rules.
  public var isStrict: Bool { metadata.format?.value == "pv/1" }

  /// The equation with an id.
  public func equation(_ id: String) -> Equation? { equations.first { $0.id.value == id } }

  /// The falsifier with an id.
  public func falsifier(_ id: String) -> Falsifier? { falsifiers.first { $0.id.value == id } }

  /// What a contract says of itself.
  public struct Metadata: Sendable {
    public var format: Located<String>?
    public var version: Located<String>?
    public var description: Located<String>?
    public var kind: Located<String>?
    public var references: [Reference]
    /// Ids of contracts that this one builds on.
    public var dependsOn: [Located<String>]

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
    public var id: Located<String>?
    public var text: Located<String>
    public var url: Located<String>?

    public init(id: Located<String>? = nil, text: Located<String>, url: Located<String>? = nil) {
      self.id = id
      self.text = text
      self.url = url
    }
  }

  /// What must hold and how strongly it is argued; tied to a clause by `applies_to`.
  public struct Obligation: Sendable {
    public var id: Located<String>?
    public var type: Located<String>?
    public var property: Located<String>?
    public var appliesTo: Located<String>?
    public var range: SourceRange

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

  /// A set of falsifiers that ships or does not ship together.
  public struct Gate: Sendable {
    public var id: Located<String>
    /// Ids of falsifiers, here or in other contracts given.
    public var requires: [Located<String>]
    /// What the contract says; `pv` derives the verdict and compares.
    public var verdict: Located<String>?
    public var range: SourceRange

    public init(
      id: Located<String>, requires: [Located<String>], verdict: Located<String>? = nil, range: SourceRange
    ) {
      self.id = id
      self.requires = requires
      self.verdict = verdict
      self.range = range
    }
  }
  /// A change that made a claim easier to pass, which somebody takes responsibility for until a date.
  public struct Loosening: Sendable {
    /// The change's subject, as `pv diff` names it.
    public var change: Located<String>
    /// Why, who, and until when.
    public var waiver: Falsifier.Waiver

    /// A loosening that is answered for.
    public init(change: Located<String>, waiver: Falsifier.Waiver) {
      self.change = change
      self.waiver = waiver
    }
  }
}
