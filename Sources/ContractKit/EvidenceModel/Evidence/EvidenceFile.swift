/// An evidence file on disk: how it is named, written and read.
public enum EvidenceFile {
  /// Sizes above this are refused before reading.
  package static let maximumSize = 4 << 20

  /// The name of the page in the evidence folder that `pv status --write` makes.
  package static let indexName = "README.md"

  /// The path of a falsifier's evidence below the evidence folder.
  package static func relativePath(contract: String, falsifier: String) -> String { "\(contract)/\(falsifier).json" }

  /// The bytes of the file: canonical, with the digest of the bytes inside.
  public static func bytes(of evidence: Evidence) -> [UInt8] { JSON.bytes(withOwnDigest: evidence.json(digest:)) }

  /// The file's own digest: what a binding calls its result.
  public static func result(of evidence: Evidence) -> Digest {
    Digest(of: evidence.json(digest: Digest.placeholder).canonicalBytes)
  }

  /// Why a file's content is not taken as evidence.
  public enum Problem: Error, Equatable, CustomStringConvertible {
    /// Not JSON, or not the form of evidence.
    case unreadable(String)
    /// The bytes are not those that the digest in them was taken of.
    case edited(recorded: String, actual: String)
    /// A later schema.
    case newerSchema(Int)
    /// An earlier schema, of which nothing is judged.
    case olderSchema(Int)

    /// What keeps the content from being judged, with digests cut to 12 digits.
    public var description: String {
      switch self {
      case .unreadable(let reason): "unreadable: \(reason)"
      case .edited(let recorded, let actual):
        "edited: its digest says \(recorded.prefix(12))…, but its bytes give \(actual.prefix(12))…"
      case .newerSchema(let version):
        "newer pv needed: it has schema version \(version), this pv knows \(Evidence.schemaVersion)"
      case .olderSchema(let version):
        "it has schema version \(version), of an earlier pv, but this one judges version \(Evidence.schemaVersion): "
          + "run it again"
      }
    }
  }

  /// The evidence that bytes hold, and their own digest.
  ///
  /// - Throws: `Problem`. The digest is judged before the form, so that a damaged file that is still
  ///   JSON reads as edited.
  public static func read(_ bytes: [UInt8]) throws(Problem) -> (evidence: Evidence, result: Digest) {
    let text: JSONText
    do { text = try JSONText.read(bytes) } catch { throw .unreadable("\(error)") }
    let json = text.root
    if json["schema"]?["name"]?.string == Evidence.schemaName, let version = json["schema"]?["version"]?.integer,
      version != Evidence.schemaVersion
    {
      throw version > Evidence.schemaVersion ? .newerSchema(version) : .olderSchema(version)
    }
    guard let recorded = json["digest"]?.string else { throw .unreadable("it has no digest of itself") }
    let actual = digestWithPlaceholder(bytes, recorded: recorded)
    guard actual == recorded, let result = Digest(actual) else { throw .edited(recorded: recorded, actual: actual) }
    guard text.isCanonical else { throw .unreadable("its bytes are not in canonical form") }
    do { return (try Evidence(json), result) } catch { throw .unreadable("\(error)") }
  }

  /// The digest of the bytes with the recorded digest's 64 digits as zeros. The member `"digest"` is
  /// found at the top level by its canonical place: a line of its own, indented by two spaces.
  private static func digestWithPlaceholder(_ bytes: [UInt8], recorded: String) -> String {
    let member = Array("\n  \"digest\": \"\(recorded)\"".utf8)
    guard recorded.utf8.count == Digest.placeholder.utf8.count, let start = first(member, in: bytes) else {
      return "none"
    }
    let digits = start + member.count - 1 - 64
    var placeholder = Digest.placeholder
    return placeholder.withUTF8 { placeholder in
      bytes.withUnsafeBytes { bytes in
        Digest(
          ofPieces: [
            UnsafeRawBufferPointer(rebasing: bytes[..<digits]), UnsafeRawBufferPointer(placeholder),
            UnsafeRawBufferPointer(rebasing: bytes[(digits + 64)...]),
          ]
        ).description
      }
    }
  }

  /// Where some bytes, which begin with the end of a line, stand first.
  private static func first(_ wanted: [UInt8], in bytes: [UInt8]) -> Int? {
    bytes.withUnsafeBytes { bytes in
      bytes.indices.first { bytes[$0] == wanted[0] && bytes[$0...].starts(with: wanted) }
    }
  }
}
