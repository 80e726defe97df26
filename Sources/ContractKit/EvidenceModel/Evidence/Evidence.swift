/// What a falsifier run measured: the content of one file below evidence/.
///
/// Measurements and digests of arrays only: no verdict, threshold, contract version, source, time, host,
/// path or duration, so that its bytes move when something that was measured moves. What binds it to a
/// claim and to sources is a ``Binding``. The form is described in docs/evidence-format.md.
public struct Evidence: Equatable, Sendable {
  /// The name of the schema in every file; a file with another one is no evidence.
  package static let schemaName = "pv-evidence"
  /// The version of the schema that this `pv` writes and reads; a file with another one is PENDING.
  package static let schemaVersion = 4

  /// The id of the contract, which is also the file's folder.
  public var contract: String
  /// The id of the falsifier, which is also the file's stem.
  public var falsifier: String
  /// `live` if and only if an input has the digest of weights that the falsifier needs.
  package var level: Falsifier.Level
  /// What the kernels were given, in the order of recording.
  public var inputs: [Input]
  /// What the real kernel returned, in the order of recording.
  public var outputs: [Output]
  /// By metric name, `[SUBJECT.]METRIC`.
  public var measurements: [String: Evidence.Measurement]
  /// By subject, how many elements of the real kernel's output are how far from the expected ones.
  public var ulps: [String: Histogram]
  /// By subject, the bound functions that were evaluated; their sum is what errors were compared with.
  package var bounds: [String: [NamedBound]]
  /// What the same measurements gave for the computation in another order of summation, by the
  /// order's name; only those that ran.
  public var orders: [String: [String: Evidence.Measurement]]
  /// By the mutant's name; only those that ran.
  public var mutants: [String: MutantRun]
  /// By the first measurement of each array of the real kernel, what its checks see of wrong arrays in its place.
  package var impostors: [String: Impostors]

  /// The evidence of one falsifier; the file's own digest is taken when it is written.
  public init(
    contract: String, falsifier: String, level: Falsifier.Level, inputs: [Input], outputs: [Output],
    measurements: [String: Evidence.Measurement], ulps: [String: Histogram] = [:],
    bounds: [String: [NamedBound]] = [:], orders: [String: [String: Evidence.Measurement]] = [:],
    mutants: [String: MutantRun], impostors: [String: Impostors] = [:]
  ) {
    self.contract = contract
    self.falsifier = falsifier
    self.level = level
    self.inputs = inputs
    self.outputs = outputs
    self.measurements = measurements
    self.ulps = ulps
    self.bounds = bounds
    self.orders = orders
    self.mutants = mutants
    self.impostors = impostors
  }

  /// Numbers of elements by the bin that a distance in units in the last place falls into: `0`, a power
  /// of two, or `none` for a NaN and for an infinity against anything else. Empty bins are left out.
  public typealias Histogram = [String: Int]

  /// By the name of the impostor (``ImpostorName``), what came of it.
  public typealias Impostors = [String: ImpostorRun]

  /// What the checks of an array see of one impostor of it.
  public enum ImpostorRun: Equatable, Sendable {
    /// By metric name, as for the real kernel's array.
    case measured([String: Evidence.Measurement])
    /// There is no such array, or it is the kernel's own; with why.
    case notApplicable(String)
  }

  /// An array that a kernel was given.
  public struct Input: Equatable, Sendable {
    /// Unique among the falsifier's inputs.
    public var name: String
    /// How the array was made, such as a recipe of the contract.
    public var generator: String
    /// Raised where the same parameters and seed come to give other values.
    package var generatorVersion: Int
    /// What the generator was told, as text.
    package var parameters: [String: String]
    /// Hexadecimal; nil where the generator draws nothing.
    public var seed: String?
    /// How many separate cases the array holds; 1 where it is a single one.
    public var cases: Int
    /// The element type: `f32`, `f64`, `i8` or `i32`; raw bytes are stored as `i8`.
    package var dtype: String
    /// Row-major; one extent where the array has no further structure.
    public var shape: [Int]
    /// Of the raw little-endian bytes.
    package var sha256: Digest
    /// How many elements fell into each class of the domain (zero, subnormal, normal, …).
    public var classes: [String: Int]
    /// How many cases lie in each corner that the domain declares; empty where it declares none.
    package var corners: [String: Int]

    /// The declared corners that no case hit, sorted.
    package var missedCorners: [String] { corners.filter { $0.value == 0 }.keys.sorted(by: Files.utf8Order) }

    /// An input with its digest.
    public init(
      name: String, generator: String, generatorVersion: Int, parameters: [String: String], seed: String?,
      cases: Int, dtype: String, shape: [Int], sha256: Digest, classes: [String: Int],
      corners: [String: Int] = [:]
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
      self.corners = corners
    }
  }

  /// An array that the kernel returned.
  public struct Output: Equatable, Sendable {
    /// Unique among the falsifier's outputs.
    public var name: String
    /// The element type: `f32`, `f64`, `i8` or `i32`.
    package var dtype: String
    /// Row-major; the extents multiply to the number of elements.
    public var shape: [Int]
    /// Of the raw little-endian bytes; nil where bits vary from run to run.
    package var sha256: Digest?

    /// An output with its digest.
    public init(name: String, dtype: String, shape: [Int], sha256: Digest?) {
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
    package var firstDifference: Difference?
    /// By metric name, as for the real kernel.
    public var measurements: [String: Evidence.Measurement]
    /// By the output's name, the digest of its raw little-endian bytes.
    public var outputs: [String: Digest]

    /// A run of a mutant.
    public init(
      fault: String, firstDifference: Difference?, measurements: [String: Evidence.Measurement],
      outputs: [String: Digest] = [:]
    ) {
      self.fault = fault
      self.firstDifference = firstDifference
      self.measurements = measurements
      self.outputs = outputs
    }

    /// One element of one output, as bit patterns.
    public struct Difference: Equatable, Sendable {
      /// The name of the output, the same for both kernels.
      public var output: String
      /// 0-based, over the output's elements in row-major order.
      public var index: Int
      /// The real kernel's bits, such as `0x3f800000`; `none` where its output has ended.
      public var real: String
      /// The mutant's bits in the same form; `none` where its output has ended.
      public var mutant: String

      /// A difference of an element.
      public init(output: String, index: Int, real: String, mutant: String) {
        self.output = output
        self.index = index
        self.real = real
        self.mutant = mutant
      }
    }
  }
}
