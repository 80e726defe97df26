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
