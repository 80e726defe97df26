/// What a falsifier run measured: the content of one file below evidence/.
///
/// Measurements and digests only: no verdict, threshold, contract version, time, host, path or
/// duration, so that the same code gives the same bytes on every machine. The form is described in
/// docs/evidence-format.md.
public struct Evidence: Equatable, Sendable {
  public static let schemaName = "pv-evidence"
  public static let schemaVersion = 1

  public var contract: String
  public var falsifier: String
  /// The bindings as written in the contract.
  public var bindsTo: [String]
  /// `MODULE.CLASS/METHOD`.
  public var test: String
  /// The digest of what the run depended on in the contract.
  public var claim: Digest
  public var level: Falsifier.Level
  /// The falsifier's own file first, then what is watched, sorted by path.
  public var sources: [Source]
  public var inputs: [Input]
  public var outputs: [Output]
  /// By metric name, `[SUBJECT.]METRIC`.
  public var measurements: [String: Evidence.Measurement]
  public var mutants: [String: MutantRun]

  public init(
    contract: String, falsifier: String, bindsTo: [String], test: String, claim: Digest, level: Falsifier.Level,
    sources: [Source], inputs: [Input], outputs: [Output], measurements: [String: Evidence.Measurement],
    mutants: [String: MutantRun]
  ) {
    self.contract = contract
    self.falsifier = falsifier
    self.bindsTo = bindsTo
    self.test = test
    self.claim = claim
    self.level = level
    self.sources = sources
    self.inputs = inputs
    self.outputs = outputs
    self.measurements = measurements
    self.mutants = mutants
  }

  /// A file, or a folder as a whole, that the run depended on.
  public struct Source: Equatable, Sendable {
    /// From the package's root; a folder ends in `/`, and `/*` stands for its own files only.
    public var path: String
    public var sha256: Digest

    public init(path: String, sha256: Digest) {
      self.path = path
      self.sha256 = sha256
    }
  }

  /// An array that a kernel was given.
  public struct Input: Equatable, Sendable {
    public var name: String
    public var generator: String
    public var generatorVersion: Int
    /// What the generator was told, as text.
    public var parameters: [String: String]
    /// Hexadecimal; nil where the generator draws nothing.
    public var seed: String?
    public var cases: Int
    public var dtype: String
    public var shape: [Int]
    public var sha256: Digest
    /// How many elements fell into each class of the domain (zero, subnormal, normal, …).
    public var classes: [String: Int]

    public init(
      name: String, generator: String, generatorVersion: Int, parameters: [String: String], seed: String?,
      cases: Int, dtype: String, shape: [Int], sha256: Digest, classes: [String: Int]
    ) {
      self.name = name
      self.generator = generator
      self.generatorVersion = generatorVersion
      self.parameters = parameters
      self.seed = seed
      self.cases = cases
      self.dtype = dtype
      self.shape = shape
      self.sha256 = sha256
      self.classes = classes
    }
  }

  /// An array that the kernel returned.
  public struct Output: Equatable, Sendable {
    public var name: String
    public var dtype: String
    public var shape: [Int]
    /// Of the raw little-endian bytes.
    public var sha256: Digest

    public init(name: String, dtype: String, shape: [Int], sha256: Digest) {
      self.name = name
      self.dtype = dtype
      self.shape = shape
      self.sha256 = sha256
    }
  }

  /// A mutant's run: that it was active, and what the same measurements gave.
  public struct MutantRun: Equatable, Sendable {
    /// The one fault planted, in words.
    public var fault: String
    /// Where the output first differs from the real kernel's; nil where it never does.
    public var firstDifference: Difference?
    public var measurements: [String: Evidence.Measurement]

    public init(fault: String, firstDifference: Difference?, measurements: [String: Evidence.Measurement]) {
      self.fault = fault
      self.firstDifference = firstDifference
      self.measurements = measurements
    }

    /// One element of one output, as bit patterns.
    public struct Difference: Equatable, Sendable {
      public var output: String
      public var index: Int
      public var real: String
      public var mutant: String

      public init(output: String, index: Int, real: String, mutant: String) {
        self.output = output
        self.index = index
        self.real = real
        self.mutant = mutant
      }
    }
  }
}
