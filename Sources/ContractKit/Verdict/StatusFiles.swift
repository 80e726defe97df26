/// Writing derived statuses into the contract files.
public enum StatusFiles {
  /// The statuses of a file cannot be set in place.
  public struct Refusal: Error, CustomStringConvertible {
    /// The contract's file.
    public let path: String

    /// What to do instead.
    public var description: String { "\(path): the statuses cannot be set in place; write them by hand" }
  }

  /// Rewrites the files whose statuses differ, and returns their paths.
  ///
  /// - Throws: `Refusal` or `FileError`; files before the one at fault are written.
  public static func write(_ verification: Verification) throws -> [String] {
    try verification.contracts.compactMap { contract in
      // A contract may be a link, which stays one.
      let bytes = try Files.read(contract.path, followsLinks: true, limit: YAMLLimits.bytes).bytes
      let entries = verification.entries.filter { $0.contract.path == contract.path }
      guard let rewritten = StatusWriter.rewrite(bytes, entries: entries) else { throw Refusal(path: contract.path) }
      guard rewritten != bytes else { return nil }
      try FileRewrite.replace(contract.path, with: rewritten)
      return contract.path
    }
  }
}
