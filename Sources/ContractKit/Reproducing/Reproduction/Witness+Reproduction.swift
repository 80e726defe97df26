extension Witness {
  /// A witness of a reproduction on this machine; nil where not everything asked for was reproduced.
  ///
  /// - Parameters:
  ///   - features: the paths of the kernels that this machine can run.
  ///   - implementation: the digest of a falsifier's implementation, as the checkout gives it.
  package init?(
    name: String, of reproduction: Reproduction, features: [String], implementation: (Ledger.Key) throws -> Digest
  ) rethrows {
    guard reproduction.judgment == .accepted else { return nil }
    var reproduced: [Ledger.Key: Reproduced] = [:]
    for result in reproduction.results where reproduced[result.key] == nil {
      if case .same(let digest) = result.outcome {
        reproduced[result.key] = Reproduced(result: digest, implementation: try implementation(result.key))
      }
    }
    self.init(
      name: name, architecture: Host.architecture, features: features, system: Host.system,
      toolchain: Host.toolchain ?? "unknown", variations: reproduction.variations.map(\.name),
      variants: reproduction.variations.compactMap(\.variant), reproduced: reproduced)
  }
}
