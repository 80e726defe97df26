import Synchronization

/// What was computed of something, for as long as there is room: when there is none, all of it goes.
///
/// For several threads at a time, of which two may compute the same at once.
package final class Memo<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  private let capacity: Int
  private let known = Mutex<[Key: Value]>([:])

  /// - Parameter capacity: how many values are kept at most.
  package init(capacity: Int) { self.capacity = capacity }

  /// The value that is known, or is computed now; what is thrown is not kept.
  package func value(of key: Key, _ compute: () throws -> Value) rethrows -> Value {
    if let known = known.withLock({ $0[key] }) { return known }
    let value = try compute()
    known.withLock {
      if $0.count >= capacity { $0 = [:] }
      $0[key] = value
    }
    return value
  }
}
