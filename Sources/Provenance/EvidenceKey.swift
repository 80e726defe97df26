import Base

/// What the result of a falsifier depends on, and its digest: see docs/evidence-keys.md.
public struct EvidenceKey: Equatable, Sendable {
  /// One thing that the result depends on.
  public struct Member: Equatable, Sendable {
    /// A path from the package's root, `Package.swift#TARGET`, `recorder`, or `metric#NAME`.
    public let name: String
    /// A digest, or a version.
    public let value: String
    /// What it is to the falsifier.
    public let kind: Kind
  }

  /// What a member is to a falsifier.
  public enum Kind: String, Sendable {
    case falsifier = "the falsifier's own source"
    case source = "what it runs"
    case input = "an input"
    case build = "how it is built"
    case recorder = "how it is measured"
  }

  /// Sorted by the UTF-8 bytes of their names.
  public let members: [Member]
  /// What the digest is taken of: `pv-key/1`, then a line a member.
  public let text: String
  /// The digest of the members.
  public let digest: Digest
  /// The digest of those members that are sources reached from the implementation alone: what a witness of
  /// another machine has run.
  public let implementation: Digest
  /// Whether a source outside the falsifier's own target is among the members.
  public let reachesKernels: Bool
  /// The paths of the implementation, as contracts write them, each once.
  public let paths: [ImplementationPath]

  /// A path of the implementation, and what is there.
  public struct ImplementationPath: Equatable, Sendable {
    /// As contracts write it.
    public let path: String
    /// The files at and below it, from the package's root.
    public let files: [String]
    /// Whether the falsifier's own file reaches one of them.
    public let isReached: Bool
    /// Whether the falsifier's own file, or a file of its target, is among them: then it is tried on itself.
    public let isOwn: Bool
  }

  init(members: [Member], implementation: Digest, reachesKernels: Bool, paths: [ImplementationPath]) {
    self.members = members.sorted { Files.utf8Order($0.name, $1.name) }
    self.implementation = implementation
    self.reachesKernels = reachesKernels
    self.paths = paths
    text = Self.text("pv-key/1", members.map { ($0.name, $0.value) })
    digest = Digest(of: Array(text.utf8))
  }

  /// The digest of lines of a value and a name, sorted by the name.
  static func digest(_ header: String, _ lines: [(name: String, value: String)]) -> Digest {
    Digest(of: Array(text(header, lines).utf8))
  }

  private static func text(_ header: String, _ lines: [(name: String, value: String)]) -> String {
    let sorted = lines.sorted { Files.utf8Order($0.name, $1.name) }
    return header + "\n" + sorted.map { "\($0.value)  \($0.name)\n" }.joined()
  }
}
