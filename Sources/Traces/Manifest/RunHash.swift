import Base

/// One digest over what was run, what it was run with, and what came of it.
///
/// SHA-256 of the normal form: one JSON object on one line, keys sorted by their UTF-8 bytes, no blanks, no newline,
/// no escape that JSON does not ask for. Its members are those of the manifest but `schema`, `version`, `model`,
/// `stages`, `top_logits`, `environment` and `run_hash`; sources and tokenizer stand without their paths.
/// docs/traces.md has a test vector.
public enum RunHash {
  /// The hash of a run.
  public static func of(_ manifest: TraceManifest) -> Digest { Digest(of: normalForm(of: manifest)) }

  /// The bytes that are hashed.
  public static func normalForm(of manifest: TraceManifest) -> [UInt8] {
    var members = manifest.identity
    members["sources"] = .array(manifest.sources.map(content))
    members["tokenizer"] = manifest.tokenizer.map(content) ?? .null
    return JSON.object(members).compactBytes
  }

  /// A file wherever it stands.
  private static func content(_ source: TraceManifest.Source) -> JSON {
    .object(["bytes": .integer(source.bytes), "sha256": .string(source.sha256.description)])
  }
}
