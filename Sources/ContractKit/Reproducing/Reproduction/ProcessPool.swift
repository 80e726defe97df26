import Dispatch
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Programs that run several at a time, until all have ended or somebody interrupts.
public final class ProcessPool: Sendable {
  /// One program to run.
  public struct Job: Sendable {
    /// The program and its arguments.
    public var words: [String]
    /// Added to the environment of this process.
    public var environment: [String: String]
    /// Taken out of that environment.
    package var removed: Set<String>
    /// Where the program starts.
    public var folder: String
    /// What both of its output streams are written to.
    package var log: String

    /// A program to run.
    public init(
      words: [String], environment: [String: String], removed: Set<String> = [], folder: String, log: String
    ) {
      self.words = words
      self.environment = environment
      self.removed = removed
      self.folder = folder
      self.log = log
    }

    fileprivate var configuration: Configuration {
      var changes: [Environment.Key: String?] = [:]
      for name in removed { changes[.init(stringLiteral: name)] = .some(nil) }
      for (name, value) in environment { changes[.init(stringLiteral: name)] = value }
      var options = PlatformOptions()
      options.processGroupID = 0
      return Configuration(
        executable: .path("/usr/bin/env"), arguments: Arguments(words), environment: .inherit.updating(changes),
        workingDirectory: .init(folder), platformOptions: options)
    }
  }

  private struct State {
    var isInterrupted = false
    var running: [Int32] = []
    var next = 0
  }
  private let state = Mutex(State())

  /// A pool that nothing runs in.
  public init() {}

  /// Whether `interrupt` was called.
  package var isInterrupted: Bool { state.withLock { $0.isInterrupted } }

  /// Ends what runs, and starts nothing more.
  package func interrupt() {
    let running = state.withLock { state in
      state.isInterrupted = true
      return state.running
    }
    for process in running { Self.end(process) }
  }

  /// Ends a program with what it has started: a child that lives on would be waited for.
  ///
  /// Killed, not asked: a caller that handles SIGTERM itself ignores it, and programs inherit that. Every
  /// file of a run is appended to by whole lines or replaced as a whole, so that nothing is left half
  /// written under its name. Each program leads a group of its own, which is ended as a whole.
  private static func end(_ process: Int32) { kill(-process, SIGKILL) }

  /// Runs programs, and returns when all that were started have ended.
  ///
  /// - Parameters:
  ///   - width: how many run at a time.
  ///   - ended: called from any thread after each, with how many have ended so far.
  public func run(_ jobs: [Job], width: Int, ended: @Sendable (Int) -> Void) {
    state.withLock { $0.next = 0 }
    let done = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(width, jobs.count))) { _ in
      while let index = claim(jobs.count) {
        start(jobs[index])
        ended(
          done.withLock { count in
            count += 1
            return count
          })
      }
    }
  }

  private func claim(_ count: Int) -> Int? {
    state.withLock { state in
      guard !state.isInterrupted, state.next < count else { return nil }
      defer { state.next += 1 }
      return state.next
    }
  }

  /// Runs one program to its end. One that cannot be started says so in its log: its ledger then
  /// shows that nothing was reached.
  private func start(_ job: Job) {
    do {
      try Files.append([], to: job.log)
      let log = try FileDescriptor.open(job.log, .writeOnly)
      try Blocking.wait { [self] in
        _ = try await Subprocess.run(
          job.configuration, input: .none, output: .fileDescriptor(log, closeAfterSpawningProcess: true),
          error: .combinedWithOutput
        ) { execution in
          let id = execution.processIdentifier.value
          let isLate = state.withLock { state in
            state.running.append(id)
            return state.isInterrupted
          }
          if isLate { Self.end(id) }
        }
      }
    } catch {
      try? Files.append(Array("\(error)\n".utf8), to: job.log)
    }
  }
}
