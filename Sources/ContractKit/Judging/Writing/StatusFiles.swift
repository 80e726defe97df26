/// Writing what is derived into the files of contracts and hypotheses.
public enum StatusFiles {
  /// What is derived of a file cannot be set in place.
  public struct Refusal: Error, CustomStringConvertible {
    /// The file.
    public let path: String

    /// What to do instead.
    public var description: String { "\(path): the derived values cannot be set in place; write them by hand" }
  }

  /// Rewrites the files that say something else than what is derived, and returns their paths.
  ///
  /// - Throws: `Refusal` or `FileError`; files before the one at fault are written.
  public static func write(_ verification: Verification) throws -> [String] {
    let hypotheses = Dictionary(grouping: verification.questions.flatMap(\.hypotheses), by: \.path)
    let entries = Dictionary(grouping: verification.entries, by: \.contract.path)
    let gates = Dictionary(grouping: verification.gates, by: \.contract.path)
    return try verification.set.files.filter(\.isReadable).compactMap { file in
      // A contract may be a link, which stays one.
      let bytes = try Files.read(file.path, followsLinks: true, limit: YAMLLimits.bytes).bytes
      var derived = StatusWriter.Derived(path: file.path, entries: entries[file.path] ?? [])
      derived.gates = gates[file.path] ?? []
      derived.hypotheses = hypotheses[file.path] ?? []
      guard let rewritten = StatusWriter.rewrite(bytes, derived) else { throw Refusal(path: file.path) }
      guard rewritten != bytes else { return nil }
      try FileRewrite.replace(file.path, with: rewritten)
      return file.path
    }
  }
}
