import CConformance

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A process that a foreign library is loaded in, and that calls it.
///
/// What it does to its own memory, its floating-point environment or its threads, and how it ends, is seen from here
/// and changes nothing here. It is no sandbox: the library can do what its user can.
final class LibraryProcess {
  /// How a call ended.
  enum End {
    case returned(cc_reply)
    /// By a signal, and where memory was touched that may not be, from the start of the shared memory.
    case signal(Int32, fault: Int?)
    /// By itself, with an exit code.
    case exited(Int32)
    case timeout
  }

  /// The operations that the library exports.
  let exported: Set<Operation>
  private let process: pid_t
  private let requests: Int32
  private let replies: Int32
  private var hasEnded = false

  /// The hidden command of `pv` that serves.
  static let command = "conform-child"

  /// Starts `executable conform-child LIBRARY` and waits until the library is loaded.
  ///
  /// - Parameters:
  ///   - executable: `pv` itself.
  ///   - timeout: in milliseconds.
  /// - Throws: `ConformanceError`.
  init(executable: String, library: String, memory: SharedMemory, timeout: Int) throws {
    let (toChild, fromChild) = (try Self.pipe(), try Self.pipe())
    do {
      // Before anything is read: a process that ends has closed its side only where nobody else has it open.
      defer {
        close(toChild.read)
        close(fromChild.write)
      }
      process = try Self.spawn(
        executable, library, descriptors: [toChild.read: 3, fromChild.write: 4, memory.descriptor: 5])
    }
    (requests, replies) = (toChild.write, fromChild.read)
    var hello = cc_hello()
    let outcome = cc_read(replies, &hello, MemoryLayout<cc_hello>.size, Int32(timeout))
    exported = Set(Operation.allCases.filter { hello.exported >> UInt64($0.rawValue) & 1 == 1 })
    guard outcome == 1 else {
      let reason = outcome < 0 ? "did not come back within \(timeout) ms" : Self.words(endedProcess())
      end()
      throw ConformanceError.loading(path: library, reason: reason)
    }
    let text = withUnsafeBytes(of: hello.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let problem: ConformanceError? =
      switch cc_loading(UInt32(hello.loading)) {
      case CC_LOADED where hello.version == PV_KERNELS_VERSION: nil
      case CC_LOADED: .otherVersion(path: library, version: Int(hello.version), own: Int(PV_KERNELS_VERSION))
      case CC_NO_VERSION: .noVersion(path: library)
      default: .library(path: library, reason: "cannot be loaded: \(text)")
      }
    guard let problem else { return }
    end()
    throw problem
  }

  deinit { end() }

  /// Makes a call of arrays that stand in the shared memory.
  ///
  /// - Parameter timeout: in milliseconds; the process is ended behind it.
  func call(_ request: cc_request, timeout: Int) -> End {
    var (request, reply) = (request, cc_reply())
    guard !hasEnded, cc_write(requests, &request, MemoryLayout<cc_request>.size) == 1 else { return endedProcess() }
    switch cc_read(replies, &reply, MemoryLayout<cc_reply>.size, Int32(timeout)) {
    case 1 where reply.signal != 0:
      end()
      return .signal(reply.signal, fault: reply.fault < 0 ? nil : Int(reply.fault))
    case 1: return .returned(reply)
    case 0: return endedProcess()
    default:
      end()
      return .timeout
    }
  }

  /// Ends the process.
  func end() {
    guard !hasEnded else { return }
    kill(process, SIGKILL)
    _ = wait()
    finish()
  }

  /// How a process that closed its side has ended.
  private func endedProcess() -> End {
    guard !hasEnded else { return .exited(0) }
    // One that closed the descriptor and goes on is not waited for.
    usleep(1000)
    var status: Int32 = 0
    for _ in 0..<200 {
      if waitpid(process, &status, WNOHANG) == process {
        finish()
        let signal = status & 0x7f
        return signal != 0 ? .signal(signal, fault: nil) : .exited(status >> 8 & 0xff)
      }
      usleep(1000)
    }
    end()
    return .exited(-1)
  }

  private func finish() {
    hasEnded = true
    close(requests)
    close(replies)
  }

  private func wait() -> Int32 {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status
  }

  private static func words(_ end: End) -> String {
    switch end {
    case .signal(let number, _): "ended by signal \(number) (\(Incident.name(ofSignal: number)))"
    case .exited(let code): "ended the process with code \(code)"
    case .returned, .timeout: "did not come back"
    }
  }

  private static func pipe() throws -> (read: Int32, write: Int32) {
    var ends: [Int32] = [0, 0]
    guard makePipe(&ends) == 0 else { throw ConformanceError.system("no pipe can be made", errno) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return (ends[0], ends[1])
  }

  private static func spawn(_ executable: String, _ library: String, descriptors: [Int32: Int32]) throws -> pid_t {
    #if canImport(Glibc)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Far above what they are moved to, so that none is overwritten before it was moved.
    var moved: [(from: Int32, to: Int32)] = []
    for (from, to) in descriptors { moved.append((fcntl(from, F_DUPFD_CLOEXEC, 64), to)) }
    defer { for each in moved { close(each.from) } }
    for each in moved { posix_spawn_file_actions_adddup2(&actions, each.from, each.to) }
    let arguments = [executable, command, library]
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, executable, &actions, nil, &pointers, environ)
    guard code == 0 else { throw ConformanceError.system("\(executable) cannot be started", code) }
    return process
  }
}

/// The function of the system, which the method above has the name of.
private func makePipe(_ ends: inout [Int32]) -> Int32 { pipe(&ends) }
