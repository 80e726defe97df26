import ArgumentParser
import ContractKit

/// Which part of a run a command does, and by what runs are split.
struct ShardOptions: ParsableArguments {
  @Option(
    help: .init(
      """
      Do only the Ith of N parts (counted from 1), in a folder of its own. Then unite the folders with pv merge; see \
      docs/shards.md.
      """,
      valueName: "I/N"))
  var shard: ShardIndex?

  @Option(
    help: .init(
      """
      A file of durations, by which the parts are balanced; every run leaves such a file. Default: durations.json \
      next to pv.yaml.
      """,
      valueName: "file"), completion: .file(extensions: ["json"]))
  var durations: String?

  func validate() throws {
    if durations != nil, shard == nil { throw ValidationError("--durations is for --shard") }
  }

  /// What the split is balanced by; nil where nothing is known.
  func known(root: String) throws -> Durations? {
    let path = durations ?? "\(root)/\(Durations.fileName)"
    guard durations != nil || Files.kind(of: path) != nil else { return nil }
    do { return try Durations(reading: try Files.read(path)) } catch let error as JSONError {
      throw Failure.nothingJudged("\(PathText.shown(path)):\(error)")
    } catch { throw Failure.nothingJudged("\(error)") }
  }

  /// How this process was started, as somebody would type it.
  static var words: [String] { ["pv"] + CommandLine.arguments.dropFirst() }
}

extension ShardIndex: ExpressibleByArgument {
  /// The part that an argument such as `3/8` spells.
  public init?(argument: String) { self.init(argument) }
}
