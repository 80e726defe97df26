/// How long the items of a run took, in milliseconds: what shards are balanced by.
///
/// They differ between machines and runs, so that nothing is judged by them. Every run leaves a file of them; one that
/// is committed as `durations.json` beside pv.yaml splits the next runs.
public struct Durations: Equatable, Sendable {
  /// The file's name, in a run's folder and in a project's.
  package static let fileName = "durations.json"
  /// What the file says of its own form.
  package static let schemaName = "pv-durations"
  /// The latest version of the form that this `pv` writes and reads.
  package static let schemaVersion = 1

  /// By item, such as `softmax-v1/FALSIFY-SM-001`.
  package var milliseconds: [String: Int]

  /// Durations of items.
  public init(_ milliseconds: [String: Int] = [:]) { self.milliseconds = milliseconds }

  /// The durations in a file's bytes.
  ///
  /// - Throws: `JSONError`, also for what is no file of durations.
  public init(reading bytes: [UInt8]) throws {
    let json = try JSON(reading: bytes)
    guard json["schema"]?["name"]?.string == Self.schemaName,
      json["schema"]?["version"]?.integer == Self.schemaVersion, let members = json["milliseconds"]?.object
    else {
      throw JSONError(
        line: 1, column: 1, reason: "not durations: schema \(Self.schemaName) \(Self.schemaVersion) is needed")
    }
    milliseconds = [:]
    for (item, value) in members {
      guard let number = value.integer, number >= 0 else {
        throw JSONError(line: 1, column: 1, reason: "the duration of \(item) is not a number of milliseconds")
      }
      milliseconds[item] = number
    }
  }

  /// The bytes of the file.
  public var bytes: [UInt8] {
    JSON.object([
      "schema": .object(["name": .string(Self.schemaName), "version": .integer(Self.schemaVersion)]),
      "milliseconds": .object(milliseconds.mapValues(JSON.integer)),
    ]).canonicalBytes
  }

  // MARK: While a run goes on

  /// The name of the file that the processes of a run add their durations to.
  package static let logName = "durations.jsonl"

  /// Adds a line to a run's log of durations; safe under parallel processes.
  ///
  /// - Parameter folder: the run's.
  package static func log(_ item: String, seconds: Double, in folder: String) throws {
    let line = JSON.object(["item": .string(item), "milliseconds": .integer(Int((seconds * 1000).rounded()))])
    try Files.append(line.compactBytes + [UInt8(ascii: "\n")], to: "\(folder)/\(logName)")
  }

  /// What a run's log says; the last line of an item counts, and lines that were cut off say nothing.
  package init(logIn folder: String) {
    self.init()
    for line in ((try? Files.read("\(folder)/\(Self.logName)")) ?? []).split(separator: UInt8(ascii: "\n")) {
      guard let json = try? JSON(reading: Array(line)), let item = json["item"]?.string,
        let milliseconds = json["milliseconds"]?.integer
      else { continue }
      self.milliseconds[item] = milliseconds
    }
  }
}
