#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A fixed-length array whose storage starts on a 64-byte line.
///
/// `[Float]` is only 16-byte aligned, which was measured to cost up to a factor of 1.8 in kernels
/// that load whole cache lines. Elements start as the given value. Not copied on write: it is a
/// reference to one piece of memory, and two threads must not write the same elements.
public final class AlignedBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  /// The alignment of the first element, in bytes.
  public static var alignment: Int { 64 }

  private let storage: UnsafeMutableBufferPointer<Element>
  /// What was allocated, in which the storage starts at the first line.
  private let allocation: UnsafeMutableRawPointer

  /// The number of elements.
  public var count: Int { storage.count }

  /// A buffer of `count` elements, each `value`.
  ///
  /// Zeros are the system's own, so that of a large buffer only what is used takes memory and time.
  ///
  /// - Precondition: `count` is not negative.
  public convenience init(repeating value: Element, count: Int) {
    guard let bytes = Self.allocated(count) else { fatalError("no memory for \(count) elements") }
    self.init(bytes, count: count)
    if !withUnsafeBytes(of: value, { $0.allSatisfy { $0 == 0 } }) { storage.initialize(repeating: value) }
  }

  /// A buffer of `count` elements of which all bits are 0; nil if the system has no memory for it.
  convenience init?(zeros count: Int) {
    guard let bytes = Self.allocated(count) else { return nil }
    self.init(bytes, count: count)
  }

  private init(_ allocation: UnsafeMutableRawPointer, count: Int) {
    self.allocation = allocation
    let start = allocation.alignedUp(toMultipleOf: Self.alignment).bindMemory(to: Element.self, capacity: count)
    storage = UnsafeMutableBufferPointer(start: start, count: count)
  }

  /// Zeros, with room to move the first element to a line; nil if the system has no memory for them.
  private static func allocated(_ count: Int) -> UnsafeMutableRawPointer? {
    let (bytes, isTooMuch) = count.multipliedReportingOverflow(by: MemoryLayout<Element>.stride)
    return isTooMuch || bytes > Int.max - alignment ? nil : calloc(1, bytes + alignment)
  }

  /// A buffer with the elements of a collection, in order.
  public convenience init(_ elements: some Collection<Element>) where Element: ExpressibleByIntegerLiteral {
    self.init(repeating: 0, count: elements.count)
    _ = storage.update(fromContentsOf: elements)
  }

  deinit { free(allocation) }

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
