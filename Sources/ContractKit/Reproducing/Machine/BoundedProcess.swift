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

/// A program that is ended, with all that it has started, where it takes too long or writes too much.
///
/// It is waited for: no function here may be called from a task, whose threads are few.
public final class BoundedProcess: Sendable {
  /// How much a program may take.
  public struct Limits: Sendable {
    /// Of time.
    public var seconds: Double
    /// What it may print, both streams together.
    package var printedBytes: Int
    /// What it may write into a folder of its own.
    package var writtenBytes: Int

    /// Limits.
    public init(seconds: Double, printedBytes: Int, writtenBytes: Int) {
      self.seconds = seconds
      self.printedBytes = printedBytes
      self.writtenBytes = writtenBytes
    }
  }

  /// How a program ended.
  public enum Outcome: Equatable, Sendable {
    case exited(Int32)
    case signaled(Int32)
    case tookTooLong
    case printedTooMuch
    case wroteTooMuch
    case interrupted
  }

  private struct State {
    var process: Int32?
    var end: Outcome?
    var isInterrupted = false
  }
  private let state = Mutex(State())

  /// No program yet.
  public init() {}

  /// Ends the program that runs, and every one that is started later.
  package func interrupt() {
    state.withLock { state in
      state.isInterrupted = true
      state.end = state.end ?? .interrupted
      if let process = state.process { kill(-process, SIGKILL) }
    }
  }

  /// Runs a program to its end, and ends what it leaves running in its process group.
  ///
  /// - Parameters:
  ///   - words: the program, found on PATH, and its arguments; no shell reads them.
  ///   - environment: added to that of this process; what is nil is taken out of it.
  ///   - folder: where it starts.
  ///   - log: what both of its output streams are written to.
  ///   - output: the folder that `writtenBytes` is about.
  /// - Throws: `SubprocessError` where it cannot be started, and `FileError`.
  public func run(
    _ words: [String], environment: [String: String?], folder: String, log: String, output: String, _ limits: Limits
  ) throws -> Outcome {
    let isInterrupted = state.withLock { state in
      state.process = nil
      state.end = state.isInterrupted ? .interrupted : nil
      return state.isInterrupted
    }
    if isInterrupted { return .interrupted }
    try Files.append([], to: log)
    let descriptor = try FileDescriptor.open(log, .writeOnly)
    var changes: [Environment.Key: String?] = [:]
    for (name, value) in environment { changes[.init(stringLiteral: name)] = .some(value) }
    var options = PlatformOptions()
    options.processGroupID = 0
    let configuration = Configuration(
      executable: .path("/usr/bin/env"), arguments: Arguments(words), environment: .inherit.updating(changes),
      workingDirectory: .init(folder), platformOptions: options)
    let watch = Watch(limits: limits, log: log, output: output)
    let status = try Blocking.wait { [self] in
      try await Subprocess.run(
        configuration, input: .none, output: .fileDescriptor(descriptor, closeAfterSpawningProcess: true),
        error: .combinedWithOutput
      ) { execution in
        let id = execution.processIdentifier.value
        let isLate = state.withLock { state in
          state.process = id
          return state.isInterrupted
        }
        if isLate { kill(-id, SIGKILL) }
        watch.start { outcome in
          self.state.withLock { state in
            guard state.process == id else { return }
            state.end = state.end ?? outcome
            kill(-id, SIGKILL)
          }
        }
      }.terminationStatus
    }
    watch.stop()
    return state.withLock { state in
      // What it has started and left behind would go on to write.
      if let process = state.process { kill(-process, SIGKILL) }
      state.process = nil
      if let end = state.end ?? watch.excess(after: 0) { return end }
      switch status {
      case .exited(let code): return .exited(code)
      case .signaled(let signal): return .signaled(signal)
      }
    }
  }
}

/// Looks at what a program has taken, several times a second.
private final class Watch: Sendable {
  private let limits: BoundedProcess.Limits
  private let log: String
  private let output: String
  private let isStopped = Mutex(false)

  init(limits: BoundedProcess.Limits, log: String, output: String) {
    (self.limits, self.log, self.output) = (limits, log, output)
  }

  func start(_ exceeded: @Sendable @escaping (BoundedProcess.Outcome) -> Void) {
    let start = ContinuousClock.now
    DispatchQueue.global().async { [self] in
      while !isStopped.withLock({ $0 }) {
        if let outcome = excess(after: (ContinuousClock.now - start) / .seconds(1)) { return exceeded(outcome) }
        usleep(50_000)
      }
    }
  }

  func stop() { isStopped.withLock { $0 = true } }

  /// The limit that is exceeded; nil where none is.
  func excess(after seconds: Double) -> BoundedProcess.Outcome? {
    if seconds > limits.seconds { return .tookTooLong }
    if Files.size(of: log) > limits.printedBytes { return .printedTooMuch }
    return Files.size(below: output, upTo: limits.writtenBytes) > limits.writtenBytes ? .wroteTooMuch : nil
  }
}
