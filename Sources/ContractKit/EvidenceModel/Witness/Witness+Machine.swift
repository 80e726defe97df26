/// Whether a machine can have run what its witness says.
extension Witness {
  /// Why it cannot, in words, or nil.
  package var misfit: String? {
    if let path = variants.first(where: { !features.contains($0) }) {
      return "\(name) says that \(path) was forced, but does not name it among its machine's features"
    }
    if let feature = features.first(where: { !Self.fits($0, architecture) }) {
      return "\(name) names \(feature) among its features, but its architecture, \(architecture), does not have it"
    }
    return nil
  }

  /// Which architectures have the instruction sets whose names begin so, as `uname -m` names them.
  private static let architectures: [(prefix: String, names: Set<String>)] = [
    ("avx", ["x86_64", "amd64"]), ("sse", ["x86_64", "amd64"]), ("neon", ["aarch64", "arm64"]),
    ("sve", ["aarch64", "arm64"]),
  ]

  private static func fits(_ feature: String, _ architecture: String) -> Bool {
    architectures.allSatisfy { !feature.hasPrefix($0.prefix) || $0.names.contains(architecture) }
  }
}
