/// What was asked of a reproduction, and what came of it: on one machine, or of shards that were united.
public struct ReproductionTable: Equatable, Sendable {
  /// How a falsifier came out under a variation.
  public enum State: String, Sendable {
    case same, differs
    case notCompared = "not compared"
  }

  /// One falsifier under one variation.
  public struct Row: Equatable, Sendable {
    /// The variation's name.
    package var variation: String
    /// Which falsifier.
    public var key: Ledger.Key
    /// How it came out.
    public var state: State
    /// What to show of one that is not the same, line by line.
    package var details: [String]

    /// A row.
    public init(variation: String, key: Ledger.Key, state: State, details: [String]) {
      (self.variation, self.key, self.state, self.details) = (variation, key, state, details)
    }
  }

  /// A variation that moves nothing on this machine.
  public struct Void: Equatable, Sendable {
    /// The variation's name.
    public var name: String
    /// What showed that it moves nothing.
    public var test: String

    /// A variation with what showed it.
    public init(name: String, test: String) { (self.name, self.test) = (name, test) }
  }

  /// The variations under which falsifiers were to be run, in the order of running.
  package var variations: [String]
  /// Those under which nothing is run.
  package var void: [Void]
  /// How many falsifiers were asked for.
  public var falsifiers: Int
  /// One for each that ended; fewer than asked for where the run was interrupted.
  public var rows: [Row]

  /// A table.
  public init(variations: [String], void: [Void], falsifiers: Int, rows: [Row]) {
    (self.variations, self.void, self.falsifiers, self.rows) = (variations, void, falsifiers, rows)
  }

  /// How many runs of a falsifier were asked for.
  public var asked: Int { variations.count * falsifiers }
  /// How many gave the committed bytes.
  public var same: Int { rows.count { $0.state == .same } }

  /// Every variation with its counts, then all in all, with the denominators.
  public var summary: String {
    var lines = variations.map { variation in
      let own = rows.filter { $0.variation == variation }
      let same = own.count { $0.state == .same }
      let rest = own.count == falsifiers ? "" : ", \(falsifiers - own.count) not run"
      return "\(same == falsifiers ? "same    " : "NOT SAME") \(variation): \(same) of \(falsifiers) reproduced\(rest)"
    }
    lines += void.map { "void     \($0.name): on this machine, \($0.test) shows the same without the variation" }
    let differing = rows.count { $0.state == .differs }
    lines.append(
      "\(Plural.count(variations.count, "variation")), \(Plural.count(falsifiers, "falsifier")): "
        + "\(same) of \(asked) reproduced byte for byte, \(differing) differ, "
        + "\(asked - same - differing) could not be compared"
        + (void.isEmpty ? "" : "; \(void.count) void"))
    return lines.joined(separator: "\n") + "\n"
  }

  /// Accepted where everything asked for was reproduced; nothing judged where nothing was asked for.
  package var judgment: Outcome {
    if asked == 0 { return .nothingJudged }
    return same == asked ? .accepted : .rejected
  }

  /// The table for programs.
  public var json: JSON {
    .object([
      "schema": .object(["name": .string("pv-repro"), "version": .integer(1)]),
      "variations": .array(variations.map(JSON.string)), "void": .array(void.map { .string($0.name) }),
      "asked": .integer(asked), "same": .integer(same), "results": .array(rows.map(\.json)),
    ])
  }
}

extension ReproductionTable.Row {
  /// The row for programs.
  public var json: JSON {
    .object([
      "variation": .string(variation), "contract": .string(key.contract), "falsifier": .string(key.falsifier),
      "same": .bool(state == .same), "state": .string(state.rawValue), "details": .array(details.map(JSON.string)),
    ])
  }

  /// A row as `json` has it; nil where it is none.
  init?(_ json: JSON) {
    guard let variation = json["variation"]?.string, let contract = json["contract"]?.string,
      let falsifier = json["falsifier"]?.string,
      let state = json["state"]?.string.flatMap(ReproductionTable.State.init(rawValue:)),
      let details = json["details"]?.array?.compactMap(\.string)
    else { return nil }
    self.init(
      variation: variation, key: .init(contract: contract, falsifier: falsifier), state: state, details: details)
  }
}
