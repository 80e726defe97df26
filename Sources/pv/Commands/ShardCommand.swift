import ArgumentParser
import ContractKit

/// `pv shard`
struct ShardCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shard",
    abstract: "Write the job that runs a command in shards, for Slurm, GitHub Actions or GNU parallel.",
    discussion: """
      The command follows --. It can be any command with the option --shard: pv run, pv repro, pv each or pv conform; \
      the default is `pv run`. For each shard, the job adds --shard I/N and --into FOLDER to the command's options.

        pv shard --slurm --count 8 --output falsifiers.sbatch -- pv run -- swift test --skip-build
        pv shard --github --count 4 > .github/workflows/shards.yml

      docs/shards.md describes the jobs, and says what to do if a shard fails.
      """)

  @Flag(help: "What runs the shards.")
  var engine: ShardJob.Engine

  @Option(help: .init("How many shards there are.", valueName: "number"))
  var count: Int

  @Option(help: .init("The folder of all shards; default: a new folder for each run.", valueName: "folder"))
  var into: String?

  @Option(help: .init("Write the job to this file, not to standard output.", valueName: "file"))
  var output: String?

  @Argument(parsing: .postTerminator, help: "The command that is run in shards.")
  var command: [String] = []

  func validate() throws {
    guard ShardIndex(1, of: count) != nil else {
      throw ValidationError("--count is a number from 1 to \(ShardIndex.limit)")
    }
    // What is written is read by a shell and by YAML, line by line.
    guard (command + [into ?? ""]).allSatisfy({ !$0.contains(where: \.isNewline) }) else {
      throw ValidationError("a word of the command, or --into, has several lines")
    }
    guard !command.contains("--shard") else {
      throw ValidationError("the job gives each shard its --shard; leave it out of the command")
    }
  }

  func run() throws {
    let job = ShardJob(count: count, command: command.isEmpty ? ShardJob.defaultCommand : command, folder: into)
    let text = job.text(for: engine)
    guard let output else { return Console.write(text) }
    do { try Files.replace(output, with: Array(text.utf8)) } catch { throw Failure.rejected("\(error)") }
  }
}

extension ShardJob.Engine: EnumerableFlag {
  /// What the engine's flag is for.
  public static func help(for value: ShardJob.Engine) -> ArgumentHelp? {
    switch value {
    case .slurm: "A job array for Slurm."
    case .github: "A workflow for GitHub Actions."
    case .parallel: "A script for GNU parallel."
    }
  }
}
