/// What happened to each falsifier in one run: an append-only file of one JSON object a line.
public struct Ledger: Sendable {
  /// One line.
  public enum Event: Equatable, Sendable {
    /// The contracts ask for it; written before the tests start.
    case demanded
    /// It needs weights that the run was not asked for; its evidence stands as it is.
    case unasked
    /// It is not run: its evidence is fresh, of this result and under this key.
    case fresh(Digest, key: Digest)
    case started
    /// It measured everything: the result, and the key under which it was measured.
    case finished(Digest, key: Digest)
    case skipped(reason: String)
    /// It ended by an error before everything was measured.
    case aborted(reason: String)
  }

  /// A falsifier, by contract and id.
  public struct Key: Hashable, Sendable, CustomStringConvertible {
    /// The contract's id.
    public let contract: String
    /// The falsifier's id.
    public let falsifier: String

    /// A falsifier of a contract.
    public init(contract: String, falsifier: String) {
      self.contract = contract
      self.falsifier = falsifier
    }

    /// The falsifier that `CONTRACT/FALSIFIER` names; nil where the text is not of that form.
    public init?(_ text: String) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
      self.init(contract: String(parts[0]), falsifier: String(parts[1]))
    }

    /// `CONTRACT/FALSIFIER`
    public var description: String { "\(contract)/\(falsifier)" }
  }

  /// How a falsifier ended.
  public enum Outcome: Equatable, Sendable, CustomStringConvertible {
    case finished(Digest, key: Digest)
    /// It was not run, since its weights were not asked for.
    case unasked
    /// It was not run, since its evidence was fresh.
    case fresh(Digest, key: Digest)
    case skipped(reason: String)
    case aborted(reason: String)
    /// It started, and nothing was heard of it again.
    case crashed
    /// It never started: not run, not reached, or its name is misspelled.
    case notReached

    /// How it ended, with the reason where there is one.
    public var description: String {
      switch self {
      case .finished: "finished"
      case .unasked: "not asked for: it needs weights, and \(LiveRequest.variable) does not name them"
      case .fresh: "fresh"
      case .skipped(let reason): "skipped: \(reason)"
      case .aborted(let reason): "aborted: \(reason)"
      case .crashed: "crashed: it started and never finished"
      case .notReached: "not reached: the run has no test that reported this id"
      }
    }
  }

  private var last: [Key: Event] = [:]

  /// The ledger in a file.
  ///
  /// - Throws: `FileError`, or `JSONError` with the line of the ledger.
  public init(path: String) throws {
    for (key, event) in try Self.lines(of: path) { last[key] = event }
  }

  /// What a ledger file says, line after line.
  ///
  /// - Throws: `FileError`, or `JSONError` with the line of the ledger.
  static func lines(of path: String) throws -> [(key: Key, event: Event)] {
    let bytes = try Files.read(path)
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    // A process that was killed while it wrote leaves a line without an end: it says nothing.
    if bytes.last != UInt8(ascii: "\n"), !lines.isEmpty { lines.removeLast() }
    return try lines.enumerated().map { index, line in
      let json: JSON
      do { json = try JSON(reading: Array(line)) } catch let error as JSONError {
        throw JSONError(line: index + 1, column: error.column, reason: error.reason)
      }
      guard let contract = json["contract"]?.string, let falsifier = json["falsifier"]?.string,
        let event = Event(json)
      else { throw JSONError(line: index + 1, column: 1, reason: "not an event of a run") }
      return (Key(contract: contract, falsifier: falsifier), event)
    }
  }

  /// How a falsifier ended in this run.
  public func outcome(of key: Key) -> Outcome {
    switch last[key] {
    case nil, .demanded: .notReached
    case .started: .crashed
    case .unasked: .unasked
    case .fresh(let result, let key): .fresh(result, key: key)
    case .finished(let result, let key): .finished(result, key: key)
    case .skipped(let reason): .skipped(reason: reason)
    case .aborted(let reason): .aborted(reason: reason)
    }
  }

  /// Every falsifier that the ledger names.
  public var keys: Set<Key> { Set(last.keys) }

  /// Adds a line to a ledger file; safe under parallel processes.
  public static func record(_ event: Event, for key: Key, in path: String) throws {
    try Files.append(line(event, for: key), to: path)
  }

  /// The bytes of a line, its end included.
  static func line(_ event: Event, for key: Key) -> [UInt8] {
    var members = event.members
    members["contract"] = .string(key.contract)
    members["falsifier"] = .string(key.falsifier)
    return JSON.object(members).compactBytes + [UInt8(ascii: "\n")]
  }
}

extension Ledger.Event {
  fileprivate var members: [String: JSON] {
    switch self {
    case .demanded: ["event": .string("demanded")]
    case .unasked: ["event": .string("unasked")]
    case .started: ["event": .string("started")]
    case .fresh(let result, let key): Self.members("fresh", result, key)
    case .finished(let result, let key): Self.members("finished", result, key)
    case .skipped(let reason): ["event": .string("skipped"), "reason": .string(reason)]
    case .aborted(let reason): ["event": .string("aborted"), "reason": .string(reason)]
    }
  }

  private static func members(_ event: String, _ result: Digest, _ key: Digest) -> [String: JSON] {
    ["event": .string(event), "digest": .string(result.description), "key": .string(key.description)]
  }

  fileprivate init?(_ json: JSON) {
    switch json["event"]?.string {
    case "demanded": self = .demanded
    case "unasked": self = .unasked
    case "started": self = .started
    case let event? where event == "finished" || event == "fresh":
      guard let result = json["digest"]?.string.flatMap(Digest.init(_:)),
        let key = json["key"]?.string.flatMap(Digest.init(_:))
      else { return nil }
      self = event == "finished" ? .finished(result, key: key) : .fresh(result, key: key)
    case "skipped": self = .skipped(reason: json["reason"]?.string ?? "")
    case "aborted": self = .aborted(reason: json["reason"]?.string ?? "")
    default: return nil
    }
  }
}
