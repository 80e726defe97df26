import Dispatch
import Synchronization

/// Asynchronous work that a thread waits for.
enum Blocking {
  private final class Box<Value: Sendable>: Sendable {
    let result = Mutex<Result<Value, any Error>?>(nil)
  }

  /// What work gives or throws.
  ///
  /// - Precondition: the caller is a thread, not a task: a task that waits keeps a thread from other tasks, and there
  ///   may be no more than one.
  static func wait<Value: Sendable>(_ work: @Sendable @escaping () async throws -> Value) throws -> Value {
    let (box, done) = (Box<Value>(), DispatchSemaphore(value: 0))
    Task.detached {
      let result: Result<Value, any Error>
      do { result = .success(try await work()) } catch { result = .failure(error) }
      box.result.withLock { $0 = result }
      done.signal()
    }
    done.wait()
    return try box.result.withLock { $0! }.get()
  }
}
