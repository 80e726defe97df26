import Base
import Models

extension TraceVerification {
  /// How a run differs from a manifest, or the files beside it do.
  public enum Difference: Equatable, Sendable, CustomStringConvertible {
    /// A file of the model, or of the tokenizer, has other bytes.
    case source(_ field: String, path: String, recorded: Digest, actual: Digest)
    /// The model, or the tokenizer, has more files or fewer.
    case sources(_ field: String, recorded: [String], actual: [String])
    /// A stage has another shape, or was not captured.
    case shape(StagePoint, expected: [Int]?, actual: [Int]?)
    /// The first element that differs; index in row-major order.
    case element(StagePoint, position: Int, index: Int, recorded: Float, rerun: Float, ulps: UInt64)
    /// The digest of a stage is another, and its raw file does not show where.
    case digest(StagePoint, reason: String)
    /// The run hash is not that of what was asked for, run with and captured.
    case runHash(recorded: Digest, actual: Digest)
    /// A member of the manifest does not say what it should.
    case field(FieldDifference)
    /// A file beside the manifest is missing, is not in it, or does not say what it should.
    case file(CaptureFolder.Difference)

    /// What differs, and where.
    public var description: String {
      switch self {
      case .source(let field, let path, let recorded, let actual):
        "\(field): recorded \(recorded), should be \(actual), that of \(path): it is not the file that was run"
      case .sources(let field, let recorded, let actual):
        "\(field): \(recorded.count) files recorded (\(recorded.joined(separator: ", "))), the model has \(actual.count) "
          + "(\(actual.joined(separator: ", ")))"
      case .shape(let point, let expected, let actual):
        "\(point): shape \(expected.map { "\($0)" } ?? "none") recorded, \(actual.map { "\($0)" } ?? "none") now"
      case .element(let point, let position, let index, let recorded, let rerun, let ulps):
        "\(point): position \(position), element \(index): recorded \(FloatText.bits(recorded)) "
          + "(\(FloatText.display(recorded))), now \(FloatText.bits(rerun)) (\(FloatText.display(rerun))), "
          + (ulps == .max ? "not comparable in ulps" : "\(ulps) ulps apart")
      case .digest(let point, let reason): "\(point): \(reason)"
      case .runHash(let recorded, let actual):
        "run_hash: recorded \(recorded), should be \(actual), that of prompt, ids, selection, model, configuration and "
          + "captures as they stand: one of them was edited, or the hash was"
      case .field(let difference): difference.description
      case .file(let difference): difference.description
      }
    }

    /// The member of the manifest that is named; nil where a place in the pass or a file is.
    public var member: String? {
      switch self {
      case .source(let field, _, _, _), .sources(let field, _, _): field
      case .runHash: "run_hash"
      case .field(let difference): difference.path
      case .shape, .element, .digest, .file: nil
      }
    }

    /// For programs.
    var json: JSON {
      var members: [String: JSON] = ["text": .string(description), "member": member.map(JSON.string) ?? .null]
      if case .field(let difference) = self {
        members["recorded"] = difference.recorded ?? .null
        members["expected"] = difference.expected ?? .null
      }
      return .object(members)
    }
  }
}
