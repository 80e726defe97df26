import Foundation

/// Calls of pointer kernels with operands that end where a page begins that may not be touched.
///
/// What a kernel reads or writes past the end of an operand changes no result, and stops the process here.
enum Guarded {
  /// What a kernel writes for a copy of the values.
  static func call(_ values: [Float], _ kernel: Misaligned.Kernel) rethrows -> [Float] {
    try withPages(for: values.count) { x in
      _ = x.update(from: values)
      return try withPages(for: values.count) { y in
        try kernel(UnsafeBufferPointer(x), y)
        return Array(y)
      }
    }
  }

  /// Calls `body` with `count` zeros in front of the forbidden page.
  private static func withPages<Result>(
    for count: Int, _ body: (UnsafeMutableBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let size = (4 * count + page - 1) / page * page
    let start = mmap(nil, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let start, start != MAP_FAILED, mprotect(start + size, page, PROT_NONE) == 0 else {
      preconditionFailure("no memory for \(count) guarded floats")
    }
    defer { munmap(start, size + page) }
    let first = (start + size - 4 * count).bindMemory(to: Float.self, capacity: count)
    return try body(UnsafeMutableBufferPointer(start: first, count: count))
  }
}
