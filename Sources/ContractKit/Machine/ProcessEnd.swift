import Foundation

/// The end of a process, waited for without delay: `waitUntilExit` alone looks every 50 ms on Linux.
struct ProcessEnd {
  private let process: Process
  private let ended = DispatchSemaphore(value: 0)

  /// - Parameter process: not started yet.
  init(of process: Process) {
    self.process = process
    process.terminationHandler = { [ended] _ in ended.signal() }
  }

  func wait() {
    ended.wait()
    // The handler can be called before `isRunning` is false.
    process.waitUntilExit()
  }
}
