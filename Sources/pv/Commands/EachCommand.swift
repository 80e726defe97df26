import ArgumentParser
import ContractKit

/// `pv each`
struct EachCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "each",
    abstract: "Run a command for each of many items, in shards that pv merge unites.",
    discussion: """
      pv each splits work that no other command splits, such as searches with fresh seeds, sweeps over all arguments \
      of a function, or fuzzing. The command, which follows --, is run once for each item of the shard, one after the \
      other, with the item as its last argument. What the command prints on standard output is kept in the shard's \
      folder; pv merge prints all of it in the order of the items.

        seq 0 255 | pv each --shard 3/8 --into shards -- ./sweep --part
        pv merge shards

      Exit code 0: the command exited with 0 for every item. 1: for some item, it did not. 2: there are no items.
      """)

  @Option(help: .init("The file with the items, one per line; - is standard input.", valueName: "file"))
  var items = "-"

  @OptionGroup var sharding: ShardOptions

  @Option(help: "The folder in which each attempt creates its own folder; default: .build/shards.")
  var into: String?

  @Argument(parsing: .postTerminator, help: "The command that is run for each item.")
  var command: [String] = []

  func validate() throws {
    guard !command.isEmpty else { throw ValidationError("give the command after --") }
  }

  func run() throws {
    let index = sharding.shard ?? ShardIndex(1, of: 1)!
    let all: [String]
    do { all = try EachShards.items(in: try read()) } catch let refusal as ShardUnion.Refusal {
      throw Failure.nothingJudged(refusal.problems.joined(separator: "; "))
    } catch { throw Failure.nothingJudged("\(error)") }
    let here = Files.currentFolder
    let program = Shell.firstLine(["sh", "-c", "command -v -- \"$1\"", "sh", command[0]], folder: here)
    let record = EachShards.record(
      index, command, items: all, program: program.flatMap { try? Digest.ofFile($0).digest },
      durations: sharding.durations == nil ? nil : try sharding.known(root: here), command: ShardOptions.words)
    let folder = try ShardFolder(of: index, in: PathText.absolute(into ?? ".build/shards"))
    try folder.begin(record)
    try Files.makeFolder("\(folder.path)/output")
    var done: [String: ShardRecord.Done] = [:]
    var failed = 0
    let own = record.demand.enumerated().filter { $1.shard == index.number }.map {
      (item: $1.name, output: EachShards.output(at: $0))
    }
    for (item, file) in own {
      let start = ContinuousClock.now
      let output = "\(folder.path)/\(file)"
      // The output alone: what a command says on standard error is of the moment.
      let redirected = ["sh", "-c", "output=$1; shift; exec \"$@\" >\"$output\"", "sh", output]
      let status = try Shell.run(redirected + command + [item], environment: [:], folder: here)
      // One that a signal ended, somebody's Ctrl-C say, or a cluster's, has not done its item.
      guard status < 128 else {
        throw Failure.rejected(
          "\(SafeText.line(item)): signal \(status - 128) ended its command, and the shard with it")
      }
      if status != 0 {
        failed += 1
        Console.writeError("pv: \(SafeText.line(item)): exit status \(status)\n")
      }
      done[item] = .init(
        outcome: .object([
          "status": .integer(Int(status)), "output": .string(try Digest.ofFile(output).digest.description),
        ]), milliseconds: Int(((ContinuousClock.now - start) / .milliseconds(1)).rounded()))
    }
    try folder.finish(record, done: done, files: own.map(\.output))
    Console.writeError(
      "shard \(index): \(own.count - failed) of \(own.count) ended with 0, of \(all.count) in all; "
        + "\(PathText.shown(folder.path)) is for pv merge\n")
    guard failed == 0 else { throw ExitCode(1) }
  }

  private func read() throws -> [UInt8] {
    guard items == "-" else { return try Files.read(items) }
    guard let bytes = Files.readStream(0, limit: 64 << 20) else {
      throw FileError(action: "read", path: "standard input", reason: "it cannot be read")
    }
    return bytes
  }
}
