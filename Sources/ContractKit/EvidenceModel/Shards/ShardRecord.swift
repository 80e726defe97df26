/// What one shard was to do, of what, and what it did: the content of `shard.json` in its folder.
///
/// It is written before anything is run, and again when everything was; docs/shards.md describes the form.
public struct ShardRecord: Equatable, Sendable {
  /// The name of the file in a shard's folder.
  package static let fileName = "shard.json"
  /// What the file says of its own form.
  package static let schemaName = "pv-shard"
  /// The latest version of the form that this `pv` writes and reads.
  package static let schemaVersion = 1

  /// The command that was split.
  public enum Kind: String, CaseIterable, Sendable {
    case run, repro, each, conform

    /// The command as it is typed.
    package var command: String { "pv \(rawValue)" }
  }

  /// A piece of the whole run's work.
  public struct Item: Equatable, Sendable {
    /// Unique in the run, such as `softmax-v1/FALSIFY-SM-001`.
    public var name: String
    /// The number of the shard that was to do it.
    package var shard: Int
    /// What it depends on, by what that is: `key` and `claim` of a falsifier.
    package var digests: [String: String]

    /// A piece of work.
    public init(name: String, shard: Int, digests: [String: String] = [:]) {
      (self.name, self.shard, self.digests) = (name, shard, digests)
    }
  }

  /// How one item came out.
  package struct Done: Equatable, Sendable {
    /// What is merged of it, or judged: two attempts of a shard must agree in it.
    package var outcome: JSON
    /// How long it took; nil where that is not known.
    package var milliseconds: Int?

    /// An item's outcome.
    package init(outcome: JSON, milliseconds: Int? = nil) {
      (self.outcome, self.milliseconds) = (outcome, milliseconds)
    }
  }

  /// What was split.
  package var kind: Kind
  /// Which part this is.
  public var index: ShardIndex
  /// What was asked for, by option; the same in all shards of a run.
  package var parameters: [String: JSON]
  /// What the whole run depends on beside what its items do, by name: digests and versions.
  public var inputs: [String: String]
  /// All items of the whole run, in the order in which one machine reports them.
  package var demand: [Item]
  /// How this shard was started.
  package var command: [String]
  /// Where.
  package var host: String
  /// When, as `Surroundings.time` has it.
  public var started: String
  /// What was done, by item; nil until everything was.
  package var done: [String: Done]?
  /// The files of the folder that are merged, with their digests, by paths from it.
  public var files: [String: Digest] = [:]

  /// A shard that has not done anything yet.
  public init(
    kind: Kind, index: ShardIndex, parameters: [String: JSON], inputs: [String: String], demand: [Item],
    command: [String], host: String = Surroundings.hostName, started: String = Surroundings.time
  ) {
    (self.kind, self.index, self.parameters, self.inputs) = (kind, index, parameters, inputs)
    (self.demand, self.command, self.host, self.started) = (demand, command, host, started)
  }

  /// Whether it did all that it was to do, however that came out.
  package var isFinished: Bool { done != nil }

  /// The names of the items that this shard was to do, in the run's order.
  public var own: [String] { demand.filter { $0.shard == index.number }.map(\.name) }

  /// How this shard can be started once more, or another one of its run, as a line for a shell.
  ///
  /// - Parameter other: which; this one if nil.
  public func again(_ other: ShardIndex? = nil) -> String {
    command.map { word in
      for option in ["", "--shard="] where word == option + index.description {
        return option + (other ?? index).description
      }
      return PathText.shellWord(word)
    }.joined(separator: " ")
  }
}
