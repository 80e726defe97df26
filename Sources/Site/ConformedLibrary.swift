import Base
import ContractKit

/// What `pv conform` found of a library, as one of its reports or as a record of scripts/conformance has it.
public struct ConformedLibrary: Sendable {
  /// One falsifier's verdict on it.
  struct Clause: Sendable {
    let contract: String
    let falsifier: String
    let clauses: [String]
    /// As the report says it: `holds`, `falsified`, `other bits` and the like.
    let verdict: String
    /// Why there is none, or what was seen.
    let reason: String?
    /// log2(threshold / measured), where the record has one.
    let margin: String?
  }

  /// What was seen of an operation, whatever its results.
  struct Operation: Sendable {
    let symbol: String
    /// By the circumstance, how many calls were compared and how many had other bits.
    let invariances: [(name: String, compared: Int, differing: Int)]
    /// What is expected of every call and did not hold.
    let breaches: [String]
  }

  let name: String
  let machine: String
  /// What was tried: packages with their versions, or the digest of the library's file.
  let source: String
  let seed: String
  let clauses: [Clause]
  let operations: [Operation]

  /// Reads a report of `pv conform --report` or `--format json`, or a record such as docs/conformance/numpy.json.
  ///
  /// - Throws: `SiteError`; `FileError`.
  public init(path: String) throws {
    let json: JSON
    do { json = try JSON(reading: Self.quotedDecimals(Files.read(path))) } catch let error as JSONError {
      throw SiteError.unreadable(path, reason: "\(error)")
    }
    let isReport = json["schema"]?["name"]?.string == "pv-conformance"
    let named = isReport ? json["library"]?["name"]?.string : json["title"]?.string
    guard let name = named, let clauses = json["clauses"]?.array, let operations = json["operations"]?.array else {
      throw SiteError.unreadable(
        path, reason: "no report of pv conform: name, clauses or operations are missing or of another type")
    }
    self.name = name
    let packages = (json["packages"]?.array ?? []).compactMap(\.string)
    source = json["library"]?["sha256"]?.string ?? json["debian"]?.string ?? packages.joined(separator: ", ")
    seed = json["seed"]?.string ?? ""
    let machine = json["machine"]
    let features = (machine?["features"]?.array ?? []).compactMap(\.string)
    self.machine =
      [machine?["processor"]?.string, machine?["architecture"]?.string, machine?["system"]?.string]
      .compactMap { $0 }.joined(separator: ", ") + (features.isEmpty ? "" : ": \(features.joined(separator: ", "))")
    self.clauses = try clauses.enumerated().map { index, clause in
      guard let contract = clause["contract"]?.string, let falsifier = clause["falsifier"]?.string,
        let verdict = clause["verdict"]?.string
      else { throw SiteError.unreadable(path, reason: "clauses[\(index)] lacks contract, falsifier or verdict") }
      let seen = (clause["seen"]?.array ?? clause["report"]?.array)?.compactMap(\.string).first
      let reason = clause["diagnosis"]?.string ?? clause["reason"]?.string ?? seen
      return Clause(
        contract: contract, falsifier: falsifier,
        clauses: (clause["clauses"]?.array ?? []).compactMap(\.string), verdict: verdict, reason: reason,
        margin: clause["margin"]?.string ?? clause["margin"]?.integer.map(String.init))
    }
    self.operations = operations.map { operation in
      let invariances = (operation["invariances"]?.object ?? [:]).sorted { Files.utf8Order($0.key, $1.key) }.map {
        (
          name: $0.key, compared: $0.value["compared"]?.integer ?? 0,
          differing: $0.value["differ"]?.integer ?? $0.value["breaches"]?.integer ?? 0
        )
      }
      let breaches = (operation["manners"]?.object ?? [:]).sorted { Files.utf8Order($0.key, $1.key) }
        .filter { isReport ? $0.value["holds"]?.bool == false : $0.value != .null }.map(\.key)
      return Operation(symbol: operation["symbol"]?.string ?? "?", invariances: invariances, breaches: breaches)
    }
  }

  /// Decimals as strings: records have margins with two places, and the strict reader takes no number that it would round.
  private static func quotedDecimals(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var (isText, index) = (false, 0)
    while index < bytes.count {
      let byte = bytes[index]
      if isText {
        let length = byte == UInt8(ascii: "\\") ? 2 : 1
        result += bytes[index..<min(index + length, bytes.count)]
        if byte == UInt8(ascii: "\"") { isText = false }
        index += length
        continue
      }
      if byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        let number = bytes[index...].prefix { "+-.0123456789eE".utf8.contains($0) }
        let isDecimal = number.contains(UInt8(ascii: "."))
        result += isDecimal ? [UInt8(ascii: "\"")] + number + [UInt8(ascii: "\"")] : Array(number)
        index += number.count
        continue
      }
      isText = byte == UInt8(ascii: "\"")
      result.append(byte)
      index += 1
    }
    return result
  }
}
