/// What one machine says that it reproduced: the content of one file below witnesses/.
///
/// A claim of whoever committed it, unless a trusted key has signed it. The form is described in docs/witnesses.md.
package struct Witness: Equatable, Sendable {
  /// The name of the schema in every file.
  package static let schemaName = "pv-witness"
  /// The only version of the schema.
  package static let schemaVersion = 2

  /// What a machine reproduced of one falsifier.
  package struct Reproduced: Equatable, Sendable {
    /// The digest of the evidence file.
    package var result: Digest
    /// The digest of the sources of the implementation, as the key counts them.
    package var implementation: Digest

    /// A result, and what gave it.
    package init(result: Digest, implementation: Digest) {
      self.result = result
      self.implementation = implementation
    }
  }

  /// The file's stem, which the file repeats.
  package var name: String
  /// As `uname -m` names it.
  package var architecture: String
  /// The paths of the kernels that the machine can run.
  package var features: [String]
  /// The operating system with its version.
  package var system: String
  /// The compiler's own words.
  package var toolchain: String
  /// The variations under which all of it was reproduced.
  package var variations: [String]
  /// The paths of the kernels that were forced; each of them was one of the variations.
  package var variants: [String]
  /// What was reproduced byte for byte.
  package var reproduced: [Ledger.Key: Reproduced]

  /// Where the signature of a witness's file stands.
  package static func signaturePath(of path: String) -> String { path.dropLast(".json".count) + ".dsse" }

  /// A machine's witness.
  package init(
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
