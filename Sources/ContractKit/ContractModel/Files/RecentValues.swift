import Synchronization

/// The values that were asked for last, by numbers.
package struct RecentValues<Value> {
  /// How many there are at most.
  package static var capacity: Int { 128 }

  private var values: [Int: Value] = [:]
  private var order: [Int] = []
  private var next = 0

  package init() {}

  package subscript(key: Int) -> Value? { values[key] }

  package mutating func insert(_ value: Value, at key: Int) {
    guard values.updateValue(value, forKey: key) == nil else { return }
    guard order.count == Self.capacity else { return order.append(key) }
    // The one that has been here longest goes.
    values[order[next]] = nil
    order[next] = key
    next = (next + 1) % Self.capacity
  }

  package mutating func remove(_ key: Int) {
    guard values.removeValue(forKey: key) != nil else { return }
    // From the one that has been here longest, with room behind the last one.
    order = (order[next...] + order[..<next]).filter { $0 != key }
    next = 0
  }
}

/// The same for any thread.
final class SharedRecentValues<Value: Sendable>: Sendable {
  private let recent = Mutex(RecentValues<Value>())

  /// The value of a number, made where it is not among the last ones.
  func value(_ key: Int, _ make: () -> Value) -> Value {
    if let known = recent.withLock({ $0[key] }) { return known }
    let value = make()
    recent.withLock { $0.insert(value, at: key) }
    return value
  }
}
