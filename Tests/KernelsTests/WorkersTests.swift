import Dispatch
import Foundation
import Synchronization
import XCTest

@testable import Kernels

/// Work that threads share: every part once, whoever calls and whatever the threads are at.
final class WorkersTests: XCTestCase {
  /// How often each part was done.
  private func counts(_ parts: Int, threads: Int) -> [Int] {
    let counts = Mutex([Int](repeating: 0, count: parts))
    Workers.perform(parts, threads: threads) { part in counts.withLock { $0[part] += 1 } }
    return counts.withLock { $0 }
  }

  func testEachPartIsDoneOnce() {
    for parts in [0, 1, 2, 3, 7, 100] {
      for threads in [1, 2, 3, 9] {
        for _ in 0..<50 {
          XCTAssertEqual(counts(parts, threads: threads), [Int](repeating: 1, count: parts), "\(threads) threads")
        }
      }
    }
  }

  func testThreadsThatSleepAreWoken() {
    for pause in [0, 50, 90, 100, 110, 200, 2000] {
      for _ in 0..<20 {
        usleep(UInt32(pause))
        XCTAssertEqual(counts(8, threads: 3), [Int](repeating: 1, count: 8), "after \(pause) microseconds")
      }
    }
  }

  func testTheCallerWaitsForLongParts() {
    let done = Atomic(0)
    Workers.perform(3, threads: 3) { _ in
      usleep(3000)
      done.add(1, ordering: .relaxed)
    }
    XCTAssertEqual(done.load(ordering: .relaxed), 3)
  }

  /// A process has 255 threads of libdispatch: whoever asks for more of ours leaves them to others.
  func testManyThreadsLeaveLibdispatchItsOwn() {
    XCTAssertEqual(counts(3000, threads: 2000), [Int](repeating: 1, count: 3000))
    let group = DispatchGroup()
    for _ in 0..<32 { DispatchQueue(label: "others").async(group: group) { usleep(100) } }
    XCTAssertEqual(group.wait(timeout: .now() + 20), .success)
  }

  func testSeveralCallersAndWorkInsideOfWork() {
    let done = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      for _ in 0..<50 {
        Workers.perform(5, threads: 3) { _ in
          Workers.perform(4, threads: 2) { _ in done.add(1, ordering: .relaxed) }
        }
      }
    }
    XCTAssertEqual(done.load(ordering: .relaxed), 8 * 50 * 5 * 4)
  }

  func testRunsAreEveryItemOnce() {
    for count in [0, 1, 2, 31, 32, 63, 64, 65, 127, 128, 1000, 4097] {
      for threads in [1, 2, 3, 8] {
        let runs = Mutex<[Range<Int>]>([])
        Parallel.forEachRun(of: count, threads: threads) { run in runs.withLock { $0.append(run) } }
        let sorted = runs.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
        XCTAssertEqual(sorted.flatMap { Array($0) }, Array(0..<count), "\(count) items, \(threads) threads")
      }
    }
  }
}
