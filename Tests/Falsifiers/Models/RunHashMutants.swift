import Base
import FalsifierKit
import Traces

/// The hash of a run from its manifest.
typealias RunHashKernel = @Sendable (TraceManifest) throws -> Digest

enum RunHashMutants {
  static let real: RunHashKernel = { RunHash.of($0) }

  static let promptLeftOut = without("prompt", "prompt_left_out", "the prompt is not hashed")
  static let tokensLeftOut = without("tokens_in", "tokens_left_out", "the ids of the prompt are not hashed")
  static let tokenizerLeftOut = without("tokenizer", "tokenizer_left_out", "the tokenizer is not hashed")
  static let configurationLeftOut = without(
    "configuration", "configuration_left_out", "the configuration is not hashed")
  static let capturesLeftOut = without("trace_hash", "captures_left_out", "the trace hash is not hashed")

  static let pathsHashed = Mutant<RunHashKernel>("paths_hashed", "where the model is counts") { manifest in
    try digest(of: manifest) { $0["model"] = .string(manifest.model) }
  }
  static let toolchainHashed = Mutant<RunHashKernel>("toolchain_hashed", "the toolchain counts") { manifest in
    try digest(of: manifest) { $0["toolchain"] = manifest.environment.toolchain.map(JSON.string) }
  }
  static let indented = Mutant<RunHashKernel>("indented", "the normal form is that of the manifest, with blanks") {
    Digest(of: try JSON(reading: RunHash.normalForm(of: $0)).canonicalBytes)
  }

  private static func without(_ member: String, _ name: String, _ fault: String) -> Mutant<RunHashKernel> {
    Mutant(name, fault) { try digest(of: $0) { $0[member] = nil } }
  }

  private static func digest(
    of manifest: TraceManifest, _ change: (inout [String: JSON]) -> Void
  ) throws -> Digest {
    var members = try JSON(reading: RunHash.normalForm(of: manifest)).object ?? [:]
    change(&members)
    return Digest(of: JSON.object(members).compactBytes)
  }
}
