/// A job that runs all shards of a command on an engine that exists, as text.
public struct ShardJob: Sendable {
  /// What runs the shards.
  public enum Engine: String, CaseIterable, Sendable {
    case slurm, github, parallel
  }

  /// The command that is run if none is given.
  public static let defaultCommand = ["pv", "run"]

  /// How many shards there are.
  public let count: Int
  /// The command; each shard adds --shard and --into to its options.
  package let command: [String]
  /// The folder of all shards; one of each run's own if nil.
  public let folder: String?

  /// A job of 1 to `ShardIndex.limit` shards.
  public init(count: Int, command: [String] = ShardJob.defaultCommand, folder: String? = nil) {
    (self.count, self.command, self.folder) = (count, command, folder)
  }

  /// The job for an engine.
  public func text(for engine: Engine) -> String {
    switch engine {
    case .slurm: slurm
    case .github: github
    case .parallel: parallel
    }
  }

  /// The command as a line for a shell, with what makes a shard of it: before a `--`, since words behind that are
  /// another command's.
  private func line(shard: String, into folder: String) -> String {
    let end = command.firstIndex(of: "--") ?? command.endIndex
    let words = command.map(PathText.shellWord)
    return (words[..<end] + ["--shard", shard, "--into", folder] + words[end...]).joined(separator: " ")
  }

  private func own(_ name: String) -> String { folder.map(PathText.shellWord) ?? name }

  /// How this text was asked for.
  private func origin(_ engine: Engine) -> String {
    let words = ["pv", "shard", "--\(engine.rawValue)", "--count", "\(count)"] + (folder.map { ["--into", $0] } ?? [])
    let rest = command == Self.defaultCommand ? [] : ["--"] + command
    return (words + rest).map(PathText.shellWord).joined(separator: " ")
  }

  private var slurm: String {
    let all = own("\"shards-$job\"")
    let again = folder == nil ? "SHARDS=\(all) " : ""
    return """
      #!/bin/bash
      # Written by: \(origin(.slurm))
      #
      #   job=$(sbatch --parsable FILE)         # FILE is this one; from the project's folder
      #   pv merge \(all)             # once `squeue --job "$job"` lists no task
      #   \(again)sbatch --array=2 FILE   # shard 3 again
      #
      # Task i runs shard i + 1. A task that is requeued writes to a folder of its own, because its earlier attempt may
      # still be running. Only pv merge tells whether everything was done: `sbatch --wait` returns 0 even if a task was
      # cancelled while it was pending.
      #SBATCH --job-name=pv
      #SBATCH --array=0-\(count - 1)
      #SBATCH --requeue
      #SBATCH --open-mode=append
      #SBATCH --output=slurm-%A_%a.log
      set -euo pipefail
      cd "$SLURM_SUBMIT_DIR"
      shard="$((SLURM_ARRAY_TASK_ID + 1))"
      exec \(line(shard: "\"$shard/\(count)\"", into: own("\"${SHARDS:-shards-$SLURM_ARRAY_JOB_ID}\"")))

      """
  }

  private var parallel: String {
    let fresh = "folder=\"shards-$(date -u +%Y%m%dT%H%M%SZ)\"\n"
    return """
      #!/bin/bash
      # Written by: \(origin(.parallel))
      #
      # Run this in the project's folder; it runs JOBS shards at a time (default 2). With --sshloginfile, GNU parallel uses
      # other machines, which must have the same checkout at the same path, on a file system that all of them share.
      set -euo pipefail
      \(folder == nil ? fresh : "")# A shard that fails does not stop the others; pv merge says what is missing.
      parallel --quote --halt never --jobs "${JOBS:-2}" --workdir "$PWD" \\
        \(line(shard: "{}/\(count)", into: own("\"$folder\""))) \\
        ::: $(seq \(count)) || true
      exec pv merge \(own("\"$folder\""))

      """
  }

  private var github: String {
    let folder = own("shards")
    let path = self.folder.map { String(decoding: JSON.string($0).compactBytes, as: UTF8.self) } ?? "shards"
    let isRun = command.prefix(2) == ["pv", "run"]
    let setUp = """
          - name: Trust the checkout
            run: git config --global --add safe.directory "$GITHUB_WORKSPACE"
          - name: Set up
            run: scripts/setup
          - name: Build pv
            run: swift build -c release --product pv && echo "$PWD/.build/release" >> "$GITHUB_PATH"
      """
    let verify = """
          - name: Do the claims hold?
            run: |
              pv verify --run .build/falsifier-runs/latest
              test -z "$(git status --porcelain --untracked-files=all -- evidence contracts)"

      """
    return """
      # Written by: \(origin(.github))
      name: shards
      on: [push, pull_request]
      permissions:
        contents: read

      jobs:
        shard:
          strategy:
            fail-fast: false            # the failure of one says nothing about the others
            matrix:
              shard: [\((1...count).map(String.init).joined(separator: ", "))]
          env:
            SHARD: ${{ matrix.shard }}
          runs-on: ubuntu-24.04
          container: swift:6.3
          steps:
            - uses: actions/checkout@v4
      \(setUp.indented)
            - name: Run the shard
              shell: bash
              run: |
                \(line(shard: "\"$SHARD/\(count)\"", into: folder))
            - name: Keep the shard
              if: ${{ !cancelled() }}   # even if something in it failed
              uses: actions/upload-artifact@v4
              with:
                name: shards-${{ matrix.shard }}-attempt-${{ github.run_attempt }}
                path: \(path)
        merge:
          needs: shard
          if: ${{ !cancelled() }}
          runs-on: ubuntu-24.04
          container: swift:6.3
          steps:
            - uses: actions/checkout@v4
      \(setUp.indented)
            - uses: actions/download-artifact@v4
              with:
                pattern: shards-*
                path: \(path)
            - name: Is every shard there?
              run: |
                pv merge \(folder)
      \(isRun ? verify.indented : "")
      """
  }
}

extension String {
  /// Each line that is not empty, two blanks further in.
  fileprivate var indented: String {
    split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "" : "  \($0)" }.joined(separator: "\n")
  }
}
