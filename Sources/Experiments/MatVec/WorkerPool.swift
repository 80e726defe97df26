import Dispatch
import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The threads of libdispatch, as another part of the program may leave them.
enum WorkerPool: CaseIterable {
  case flushing, roundingDown

  /// Runs `body` with workers that flush subnormal numbers, or round down; the calling thread does neither.
  ///
  /// The kernels' own threads are taken meanwhile, so that libdispatch gives those that `body` asks for.
  func left<Success>(_ body: () throws -> Success) throws -> Success {
    Self.leave(changed)
    defer { Self.leave { _ in } }
    nonisolated(unsafe) var outcome: Result<Success, any Error>?
    withoutActuallyEscaping(body) { body in
      nonisolated(unsafe) let body = body
      Workers.perform(2, threads: 2) { part in
        if part == 0 { outcome = Result(catching: body) }
      }
    }
    return try outcome!.get()
  }

  private func changed(_ environment: inout fenv_t) {
    #if arch(x86_64)
      environment.__mxcsr |= self == .flushing ? 0x8040 : 0x2000
    #elseif arch(arm64)
      environment.__fpcr |= self == .flushing ? 1 << 24 : 2 << 22
    #endif
  }

  /// Sets an environment on so many items that every thread of the pool gets one, and puts back that of this thread.
  private static func leave(_ change: (inout fenv_t) -> Void) {
    var own = fenv_t()
    fegetenv(&own)
    nonisolated(unsafe) var other = own
    change(&other)
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      fesetenv(&other)
      usleep(500)
    }
    fesetenv(&own)
  }
}
