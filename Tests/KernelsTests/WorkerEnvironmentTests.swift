import Dispatch
import Kernels
import Synchronization
import XCTest

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Workers of libdispatch that another part of the program has left with another rounding mode, or flushing to zero.
final class WorkerEnvironmentTests: XCTestCase {
  override func tearDown() { pollute(nil) }

  /// Values of which many products are subnormal numbers, so that every mode changes some result.
  private static let small = (0..<4096).map { Float($0 % 61 - 30) * 0x1.7p-68 }
  private static let large = (0..<4096).map { Float($0 % 59 - 29) * 0x1.3p-60 }

  /// Every operation that shares out work, as a function of the number of threads.
  private static func operations() throws -> [(name: String, results: @Sendable (Int) throws -> [Float])] {
    let weights = (0..<64 * Q4K.blockBytes).map { index -> UInt8 in
      // d and dmin are 2^-24, the rest whatever comes.
      index % Q4K.blockBytes < 4 ? UInt8(1 - index % 2) : UInt8(truncatingIfNeeded: index &* 197)
    }
    let tiny = Self.large.map { $0 * 0x1p-52 }
    let activation = try Q8K.quantizeGGML(Array(tiny[..<256]))
    let many = try Q8K.quantizeGGML(Array(tiny[..<1024]))
    // Only read, once it is filled.
    nonisolated(unsafe) let cache = try KVCache(capacity: 16, kvHeads: 4, headDim: 64)
    try cache.append(key: small, value: large.map { $0 * 0x1p-70 })
    return [
      ("MatVec.f32", { try MatVec.f32(small, rows: 64, columns: 64, Array(large[..<64]), threads: $0) }),
      ("Q4KQ8K.matVec", { try Q4KQ8K.matVec(weights, rows: 64, columns: 256, activation, threads: $0) }),
      (
        "Q4KQ8K.matMat",
        { threads in
          let results = AlignedBuffer<Float>(repeating: 0, count: 256)
          try weights.withUnsafeBytes {
            try Q4KQ8K.matMat($0, rows: 64, columns: 256, many, count: 4, into: results.span, threads: threads)
          }
          return results.array
        }
      ),
      (
        "Attention.decode",
        { try Attention.decode(query: Array(small[..<512]), cache: cache, queryHeads: 8, threads: $0) }
      ),
      (
        "Attention.prefill",
        {
          try Attention.prefill(queries: Array(small[..<1024]), positions: 2, cache: cache, queryHeads: 8, threads: $0)
        }
      ),
    ]
  }

  /// Leaves an environment on the pool's threads, but not on this one: nil for the default.
  private func pollute(_ change: ((inout fenv_t) -> Void)?) {
    var own = fenv_t()
    fegetenv(&own)
    nonisolated(unsafe) var other = own
    change?(&other)
    let group = DispatchGroup()
    for _ in 0..<32 {
      DispatchQueue.global().async(group: group) {
        fesetenv(&other)
        usleep(500)
      }
    }
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      fesetenv(&other)
      usleep(500)
    }
    group.wait()
    fesetenv(&own)
  }

  func testThreadsGiveTheBitsOfOneWhateverTheirEnvironment() throws {
    for (name, change) in EnvironmentTests.changes {
      for operation in try Self.operations() {
        let one = try operation.results(1).map(\.bitPattern)
        XCTAssertTrue(one.contains { $0 & 0x7fff_ffff != 0 }, "\(operation.name) gives numbers")
        pollute(change)
        for threads in [2, 2, 2, 2, 2, 3, 8] {
          let context = "\(operation.name), \(threads) threads, \(name)"
          XCTAssertEqual(try operation.results(threads).map(\.bitPattern), one, context)
          // With the kernels' own threads taken, libdispatch gives others.
          let others = Mutex<[Float]?>(nil)
          Workers.perform(2, threads: 2) { part in
            guard part == 0 else { return }
            let results = try? operation.results(threads)
            others.withLock { $0 = results }
          }
          XCTAssertEqual(others.withLock { $0 }?.map(\.bitPattern), one, context + ", of libdispatch")
        }
      }
    }
  }

  func testTheEnvironmentOfAWorkerIsPutBack() {
    for (_, change) in EnvironmentTests.changes {
      var (before, changed, after) = (fenv_t(), fenv_t(), fenv_t())
      fegetenv(&before)
      changed = before
      change(&changed)
      fesetenv(&changed)
      let isDefault = FloatingPointEnvironment.withDefault { (try? FloatingPointEnvironment.requireDefault()) != nil }
      fegetenv(&after)
      let isRefused = (try? FloatingPointEnvironment.requireDefault()) == nil
      fesetenv(&before)
      XCTAssertTrue(isDefault && isRefused)
      #if arch(x86_64)
        XCTAssertEqual(after.__mxcsr & 0xffc0, changed.__mxcsr & 0xffc0)
      #elseif arch(arm64)
        XCTAssertEqual(after.__fpcr, changed.__fpcr)
      #endif
    }
  }
}
