/// What one machine says that it reproduced: the content of one file below witnesses/.
///
/// A claim of whoever committed it, unless a trusted key has signed it. The form is described in docs/witnesses.md.
public struct Witness: Equatable, Sendable {
  /// The name of the schema in every file.
  public static let schemaName = "pv-witness"
  /// The only version of the schema.
  public static let schemaVersion = 2

  /// What a machine reproduced of one falsifier.
  public struct Reproduced: Equatable, Sendable {
    /// The digest of the evidence file.
    public var result: Digest
    /// The digest of the sources of the implementation, as the key counts them.
    public var implementation: Digest

    /// A result, and what gave it.
    public init(result: Digest, implementation: Digest) {
      self.result = result
      self.implementation = implementation
    }
  }

  /// The file's stem, which the file repeats.
  public var name: String
  /// As `uname -m` names it.
  public var architecture: String
  /// The paths of the kernels that the machine can run.
  public var features: [String]
  /// The operating system with its version.
  public var system: String
  /// The compiler's own words.
  public var toolchain: String
  /// The variations under which all of it was reproduced.
  public var variations: [String]
  /// The paths of the kernels that were forced; each of them was one of the variations.
  public var variants: [String]
  /// What was reproduced byte for byte.
  public var reproduced: [Ledger.Key: Reproduced]

  /// Where the signature of a witness's file stands.
  public static func signaturePath(of path: String) -> String { path.dropLast(".json".count) + ".dsse" }

  /// A machine's witness.
  public init(
    name: String, architecture: String, features: [String], system: String, toolchain: String, variations: [String],
    variants: [String], reproduced: [Ledger.Key: Reproduced]
  ) {
    self.name = name
    self.architecture = architecture
    self.features = features
    self.system = system
    self.toolchain = toolchain
    self.variations = variations
    self.variants = variants
    self.reproduced = reproduced
  }
}
