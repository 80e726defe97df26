import CAllocationCount
import Kernels
import XCTest

/// A call in the steady state, with one thread and memory made beforehand, allocates nothing.
final class AllocationTests: XCTestCase {
  func testNoOperationAllocates() throws {
    guard allocation_count_works() else { throw XCTSkip("allocations are counted on Linux with glibc only") }
    for operation in try KernelCall.all() {
      // The first call may make what all later ones use: tables, metadata of generic types.
      try operation.body()
      let before = allocation_count()
      try operation.body()
      try operation.body()
      let after = allocation_count()
      XCTAssertEqual(after - before, 0, operation.name)
    }
  }

  func testNoPositionOfACacheAllocates() throws {
    guard allocation_count_works() else { throw XCTSkip("allocations are counted on Linux with glibc only") }
    let cache = try KVCache(capacity: 20, kvHeads: 4, headDim: 128)
    let position = AlignedBuffer<Float>(repeating: 0.5, count: 512)
    let before = allocation_count()
    for _ in 0..<20 {
      try cache.append(key: UnsafeBufferPointer(position.span), value: UnsafeBufferPointer(position.span))
    }
    try cache.truncate(to: 7)
    XCTAssertEqual(allocation_count() - before, 0)
  }

  func testTheCountCounts() throws {
    guard allocation_count_works() else { throw XCTSkip("allocations are counted on Linux with glibc only") }
    let before = allocation_count()
    let array = [Int](repeating: 7, count: before == .max ? 1 : 1000)
    let after = allocation_count()
    XCTAssertGreaterThan(after, before)
    XCTAssertEqual(array.count, 1000)
  }
}
