import Base

/// What is said of files by their digests: an in-toto Statement version 1 with its test-result predicate version 0.1.
///
/// Source: https://github.com/in-toto/attestation, spec/v1/statement.md and spec/predicates/test-result.md.
public struct Statement: Equatable, Sendable {
  static let type = "https://in-toto.io/Statement/v1"
  static let predicateType = "https://in-toto.io/attestation/test-result/v0.1"

  /// A file by its path.
  public struct Subject: Equatable, Sendable {
    /// From the folder of the package.
    public var name: String
    /// SHA-256 of its bytes.
    package var digest: Digest

    /// A file.
    public init(name: String, digest: Digest) { (self.name, self.digest) = (name, digest) }
  }

  /// What came out as a whole.
  public enum Result: String, Sendable {
    /// All tests passed.
    case passed = "PASSED"
    /// None failed, and some say less than they should.
    case warned = "WARNED"
    /// Some failed.
    case failed = "FAILED"
  }

  /// The files.
  package var subjects: [Subject]
  /// What came out.
  public var result: Result
  /// The commit of the files; nil where there is none.
  package var commit: String?
  /// The names of tests.
  package var passed, warned, failed: [String]

  /// A statement.
  public init(
    subjects: [Subject], result: Result, commit: String?, passed: [String], warned: [String], failed: [String]
  ) {
    (self.subjects, self.result, self.commit) = (subjects, result, commit)
    (self.passed, self.warned, self.failed) = (passed, warned, failed)
  }

  /// The statement as JSON. It has texts only: in-toto-attestation reads the predicate by protobuf, where every number is
  /// a double.
  var json: JSON {
    func texts(_ list: [String]) -> JSON { .array(list.map(JSON.string)) }
    let configuration: [JSON] =
      commit.map { [.object(["name": .string("git"), "digest": .object(["gitCommit": .string($0)])])] } ?? []
    return .object([
      "_type": .string(Self.type),
      "subject": .array(
        subjects.map {
          .object(["name": .string($0.name), "digest": .object(["sha256": .string($0.digest.description)])])
        }),
      "predicateType": .string(Self.predicateType),
      "predicate": .object([
        "result": .string(result.rawValue), "configuration": .array(configuration), "passedTests": texts(passed),
        "warnedTests": texts(warned), "failedTests": texts(failed),
      ]),
    ])
  }

  /// Reads a statement.
  ///
  /// - Throws: `Envelope.Problem`.
  init(reading bytes: [UInt8]) throws {
    func problem(_ reason: String) -> Envelope.Problem {
      Envelope.Problem("what is signed is not a statement that pv reads: \(reason)")
    }
    let json: JSON
    do { json = try JSON.read(bytes) } catch { throw problem("\(error)") }
    guard case .object(let members) = json, case .string(Self.type)? = members["_type"] else {
      throw problem("its _type is not \(Self.type)")
    }
    guard case .string(Self.predicateType)? = members["predicateType"],
      case .object(let predicate)? = members["predicate"]
    else { throw problem("its predicate is not \(Self.predicateType)") }
    guard case .array(let entries)? = members["subject"] else { throw problem("it has no subjects") }
    subjects = try entries.map { entry in
      guard case .object(let members) = entry, case .string(let name)? = members["name"],
        case .object(let digests)? = members["digest"], case .string(let text)? = digests["sha256"],
        let digest = Digest(text)
      else { throw problem("a subject has no name with a SHA-256") }
      return Subject(name: name, digest: digest)
    }
    guard Set(subjects.map { Array($0.name.utf8) }).count == subjects.count else {
      throw problem("a subject occurs twice")
    }
    guard case .string(let word)? = predicate["result"], let result = Result(rawValue: word) else {
      throw problem("its result is none of PASSED, WARNED, FAILED")
    }
    self.result = result
    func texts(_ name: String) throws -> [String] {
      guard case .array(let list) = predicate[name] ?? .array([]) else { throw problem("\(name) is not a list") }
      return try list.map {
        guard case .string(let text) = $0 else { throw problem("\(name) holds something that is not a string") }
        return text
      }
    }
    (passed, warned, failed) = (try texts("passedTests"), try texts("warnedTests"), try texts("failedTests"))
    commit = nil
    if case .array(let descriptors)? = predicate["configuration"] {
      for case .object(let members) in descriptors {
        guard case .object(let digests)? = members["digest"] else { continue }
        if case .string(let text)? = digests["gitCommit"] { commit = text }
      }
    }
  }
}
