import Kernels

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Where a copy of an operand lies in memory, on which no result may depend.
///
/// What a kernel reads or writes past the end of an operand may change no result, but in front of a page that may not be
/// touched it stops the process.
enum Placement {
  /// So many elements into a 64-byte line.
  case shifted(Int)
  /// In front of a page that may not be touched.
  case guarded

  /// A kernel with one operand and one result of the same length.
  typealias Kernel = (UnsafeBufferPointer<Float>, UnsafeMutableBufferPointer<Float>) throws -> Void

  /// The places that each path is tried in: every case at another offset, and every case in front of the page.
  static let each: [@Sendable (_ index: Int) -> Placement] = [{ .shifted($0 % 64) }, { _ in .guarded }]

  /// Each of so many offsets, and in front of the page.
  static func everywhere(_ offsets: Range<Int>) -> [Placement] { offsets.map(shifted) + [.guarded] }

  /// Calls `body` with a copy of the elements, which it may change.
  func with<Element: BitwiseCopyable, Result>(
    _ elements: [Element], _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    switch self {
    case .shifted(let offset):
      let size = MemoryLayout<Element>.stride
      let line = AlignedBuffer<UInt8>(repeating: 0, count: (offset + elements.count) * size)
      return try withExtendedLifetime(line) {
        try body(Self.fill(UnsafeMutableRawPointer(line.span.baseAddress!) + offset * size, with: elements))
      }
    case .guarded: return try Self.withGuard(elements, body)
    }
  }

  /// Calls `body` with copies of two operands, each in this place.
  func with<A: BitwiseCopyable, B: BitwiseCopyable, Result>(
    _ a: [A], _ b: [B], _ body: (UnsafeMutableBufferPointer<A>, UnsafeMutableBufferPointer<B>) throws -> Result
  ) rethrows -> Result {
    try with(a) { a in try with(b) { b in try body(a, b) } }
  }

  /// What a kernel writes for a copy of the values; its result starts elsewhere in its line.
  func call(_ values: [Float], _ kernel: Kernel) rethrows -> [Float] {
    try with(values) { x in
      try next.with([Float](repeating: 0, count: values.count)) { y in
        try kernel(UnsafeBufferPointer(x), y)
        return Array(y)
      }
    }
  }

  /// Another offset, so that operand and result are not aligned alike.
  private var next: Placement {
    switch self {
    case .shifted(let offset): .shifted((offset + 5) % 64)
    case .guarded: .guarded
    }
  }

  private static func fill<Element: BitwiseCopyable>(
    _ start: UnsafeMutableRawPointer, with elements: [Element]
  ) -> UnsafeMutableBufferPointer<Element> {
    let first = start.bindMemory(to: Element.self, capacity: elements.count)
    let buffer = UnsafeMutableBufferPointer(start: first, count: elements.count)
    _ = buffer.initialize(fromContentsOf: elements)
    return buffer
  }

  private static func withGuard<Element: BitwiseCopyable, Result>(
    _ elements: [Element], _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
  ) rethrows -> Result {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let bytes = elements.count * MemoryLayout<Element>.stride
    let size = (bytes + page - 1) / page * page
    let start = mmap(nil, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start, start != MAP_FAILED, mprotect(start + size, page, PROT_NONE) == 0 else {
      preconditionFailure("no memory for \(bytes) guarded bytes")
    }
    defer { munmap(start, size + page) }
    return try body(fill(start + (size - bytes), with: elements))
  }
}
