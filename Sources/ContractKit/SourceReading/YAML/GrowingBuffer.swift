/// A list of plain values that grows at its end.
///
/// An array asks at each append whether somebody else holds it, which costs more than to add a node of a tree.
@usableFromInline
package struct GrowingBuffer<Element: BitwiseCopyable & Sendable>: ~Copyable, @unchecked Sendable {
  @usableFromInline var base: UnsafeMutablePointer<Element>
  private var capacity: Int
  /// How many values there are.
  @usableFromInline package private(set) var count = 0

  /// An empty list with room for some values.
  package init(capacity: Int) {
    self.capacity = max(16, capacity)
    base = .allocate(capacity: self.capacity)
  }

  deinit { base.deallocate() }

  /// The same values in a list of its own.
  func copy() -> GrowingBuffer {
    var copy = GrowingBuffer(capacity: count)
    copy.append(contentsOf: elements)
    return copy
  }

  /// The values, until the next change of the list and as long as it lives.
  @inlinable @inline(__always)
  package var elements: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  @inlinable
  package subscript(index: Int) -> Element {
    @inline(__always) get {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "no such element")
      return base[index]
    }
    @inline(__always) set {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "no such element")
      base[index] = newValue
    }
  }

  /// Adds a value.
  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { grow(by: 1) }
    (base + count).initialize(to: element)
    count += 1
  }

  /// Adds values; they must not be those of this list.
  @inline(__always)
  mutating func append(contentsOf elements: UnsafeBufferPointer<Element>) {
    guard let start = elements.baseAddress, !elements.isEmpty else { return }
    if elements.count > capacity - count { grow(by: elements.count) }
    (base + count).initialize(from: start, count: elements.count)
    count += elements.count
  }

  /// Removes the last values.
  @inline(__always)
  mutating func removeLast(_ number: Int = 1) {
    precondition(number >= 0 && number <= count, "more than there are")
    count -= number
  }

  // Apart, so that the appends around it stay short.
  @inline(never)
  private mutating func grow(by number: Int) {
    capacity = max(2 * capacity, count + number)
    let larger = UnsafeMutablePointer<Element>.allocate(capacity: capacity)
    larger.initialize(from: base, count: count)
    base.deallocate()
    base = larger
  }
}

extension GrowingBuffer<UInt8> {
  /// Adds the bytes of a text.
  package mutating func append(_ text: String) {
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
    if isDone == nil { for byte in text.utf8 { append(byte) } }
  }
}
