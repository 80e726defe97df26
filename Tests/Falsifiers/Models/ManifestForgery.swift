import Base
import FalsifierKit
import Models
import Traces

/// A forged value in the manifest of a trace, or a capture that was taken away.
enum ManifestForgery: Sendable {
  /// A member by its path, the manifest with the forged value, and what should stand there.
  case member(path: String, manifest: JSON, right: JSON)
  case capture(CapturedStage)

  /// What a verification is to name.
  var name: String {
    switch self {
    case .member(let path, _, _): path
    case .capture(let stage): stage.path
    }
  }

  /// Members that a run gives, one of each kind after the other, drawn at random.
  static func drawn(
    _ count: Int, of manifest: JSON, _ stages: [CapturedStage], _ random: inout SeededGenerator
  ) -> [Self] {
    let leaves = leaves(of: manifest).filter { $0.value != .null }
    let kinds: [(String) -> Bool] = [
      { $0.hasPrefix("configuration.") }, { $0.contains(".statistics.") }, { $0.hasPrefix("top_logits[") },
      { $0.hasPrefix("stages[") && !$0.contains(".statistics.") },
      { $0.hasPrefix("tokens_out[") || $0.hasSuffix("_hash") },
    ]
    return (0..<count).map { number in
      let kind = number % (kinds.count + 1)
      guard kind < kinds.count else { return .capture(stages[random.integer(in: 0..<stages.count)]) }
      let chosen = leaves.filter { kinds[kind]($0.path) }
      let leaf = chosen[random.integer(in: 0..<chosen.count)]
      return .member(
        path: leaf.path, manifest: leaf.replacing(forged(leaf.value, random.integer(in: 0..<1000))), right: leaf.value)
    }
  }

  /// Another value of the same form: a digest stays one, and a bit pattern, and a stage another stage.
  private static func forged(_ value: JSON, _ number: Int) -> JSON {
    switch value {
    case .integer(let old): return .integer(old + 1 + number)
    case .bool(let old): return .bool(!old)
    case .string(let text):
      if let stage = Stage(rawValue: text) { return .string(stage.isWholeModel ? "final_norm" : "ffn_up") }
      var digits = Array(text)
      let places = digits.indices.filter { digits[$0].isNumber && $0 > 1 }
      guard !places.isEmpty else { return .string(text + "1") }
      let place = places[number % places.count]
      digits[place] = digits[place] == "9" ? "8" : "9"
      return .string(String(digits))
    case .null, .array, .object: return .string("\(number)")
    }
  }

  /// A value without members, where it stands, and the whole with another in its place.
  private struct Leaf {
    let path: String
    let value: JSON
    let replacing: (JSON) -> JSON
  }

  private static func leaves(of json: JSON, at path: String = "") -> [Leaf] {
    switch json {
    case .object(let members):
      members.keys.sorted().flatMap { key in
        leaves(of: members[key]!, at: path.isEmpty ? key : "\(path).\(key)").map { leaf in
          Leaf(path: leaf.path, value: leaf.value) { .object(members.merging([key: leaf.replacing($0)]) { $1 }) }
        }
      }
    case .array(let elements):
      elements.indices.flatMap { index in
        leaves(of: elements[index], at: "\(path)[\(index)]").map { leaf in
          Leaf(path: leaf.path, value: leaf.value) { value in
            .array(elements.indices.map { $0 == index ? leaf.replacing(value) : elements[$0] })
          }
        }
      }
    default: [Leaf(path: path, value: json) { $0 }]
    }
  }
}

/// What a verification of a forged trace names, and what it says should stand there.
typealias ForgeryKernel = @Sendable (ScratchTrace) throws -> [(name: String, right: JSON?)]

enum ForgeryMutants {
  static let real: ForgeryKernel = { trace in
    try TraceVerification.run(manifest: trace.manifest).differences.compactMap { difference in
      switch difference {
      case .field(let field): (field.path, field.expected)
      case .runHash(_, let actual): ("run_hash", .string(actual.description))
      case .file(.missing(let path)): (path, nil)
      default: nil
      }
    }
  }

  static let statisticsPassedOver = passing("statistics_passed_over", "statistics are not judged") {
    $0.contains(".statistics.")
  }
  static let logitsPassedOver = passing("logits_passed_over", "displayed logits are not judged") {
    $0.hasPrefix("top_logits")
  }
  static let configurationPassedOver = passing("configuration_passed_over", "the configuration is not judged") {
    $0.hasPrefix("configuration")
  }
  static let stagesPassedOver = passing("stages_passed_over", "of a stage nothing but its bits is judged") {
    $0.hasPrefix("stages[") && !$0.contains(".statistics.")
  }
  static let hashesPassedOver = passing("hashes_passed_over", "hashes and chosen ids are not judged") {
    $0.hasSuffix("_hash") || $0.hasPrefix("tokens_out")
  }
  static let capturesPassedOver = passing("captures_passed_over", "a capture that is gone is not missed") {
    $0.hasSuffix(".bin")
  }
  static let forgedValueNamed = Mutant<ForgeryKernel>(
    "forged_value_named", "the member is right, and the forged value is named as what should stand there"
  ) { trace in
    try real(trace).map { ($0.name, .string("forged")) }
  }
  static let wrongMemberNamed = Mutant<ForgeryKernel>(
    "wrong_member_named", "the member after the forged one is named, too"
  ) { trace in
    try real(trace).flatMap { [$0, ($0.name + "'", $0.right)] }
  }

  private static func passing(
    _ name: String, _ fault: String, _ isPassedOver: @escaping @Sendable (String) -> Bool
  ) -> Mutant<ForgeryKernel> {
    Mutant(name, fault) { trace in try real(trace).filter { !isPassedOver($0.name) } }
  }
}
