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

  func testOneThreadIsTheCallers() {
    let caller = ObjectIdentifier(Thread.current)
    let elsewhere = Atomic(0)
    Workers.perform(20, threads: 1) { _ in
      usleep(500)
      if ObjectIdentifier(Thread.current) != caller { elsewhere.add(1, ordering: .relaxed) }
    }
    XCTAssertEqual(elsewhere.load(ordering: .relaxed), 0)
  }

  func testNoMoreThreadsThanAskedForWork() {
    let seen = Mutex(Set<ObjectIdentifier>())
    Workers.perform(20, threads: 2) { _ in
      usleep(500)
      seen.withLock { _ = $0.insert(ObjectIdentifier(Thread.current)) }
    }
    XCTAssertLessThanOrEqual(seen.withLock(\.count), 2)
  }

  func testTheCallerWaitsForLongParts() {
    let done = Atomic(0)
    Workers.perform(3, threads: 3) { _ in
      usleep(3000)
      done.add(1, ordering: .relaxed)
    }
    XCTAssertEqual(done.load(ordering: .relaxed), 3)
  }

  func testTheCallerWaitsForWhatAnotherThreadHasBegun() {
    let caller = ObjectIdentifier(Thread.current)
    for _ in 0..<3 {
      let begun = Atomic(0)
      let ended = Atomic(0)
      Workers.perform(2, threads: 2) { _ in
        guard ObjectIdentifier(Thread.current) == caller else {
          begun.add(1, ordering: .relaxed)
          usleep(5000)
          ended.add(1, ordering: .relaxed)
          return
        }
        // The caller leaves the other part to the other thread, and is done long before it.
        let limit = Date() + 5
        while begun.load(ordering: .relaxed) == 0, Date() < limit { usleep(100) }
      }
      XCTAssertEqual(ended.load(ordering: .relaxed), begun.load(ordering: .relaxed))
      guard begun.load(ordering: .relaxed) == 1 else { return XCTFail("no other thread has come within five seconds") }
    }
  }

  /// As many as there are processors for, and four at least.
  func testSeveralThreadsWorkAtTheSameTime() {
    let threads = max(ProcessInfo.processInfo.activeProcessorCount, 4)
    let begun = Atomic(0)
    let alone = Atomic(0)
    let limit = Date() + 5
    Workers.perform(threads, threads: threads) { _ in
      begun.add(1, ordering: .relaxed)
      // Who waits here takes no second part.
      while begun.load(ordering: .relaxed) < threads, Date() < limit { usleep(100) }
      if begun.load(ordering: .relaxed) < threads { alone.add(1, ordering: .relaxed) }
    }
    XCTAssertEqual(alone.load(ordering: .relaxed), 0, "parts that waited for others in vain")
  }

  func testThreadsComeWhereLibdispatchHasNoneLeft() {
    let (held, group) = (DispatchSemaphore(value: 0), DispatchGroup())
    // More than a process has threads of libdispatch.
    for _ in 0..<300 { DispatchQueue.global().async(group: group) { held.wait() } }
    let caller = ObjectIdentifier(Thread.current)
    let others = Atomic(0)
    let limit = Date() + 5
    Workers.perform(2, threads: 2) { _ in
      guard ObjectIdentifier(Thread.current) == caller else {
        others.add(1, ordering: .relaxed)
        return
      }
      while others.load(ordering: .relaxed) == 0, Date() < limit { usleep(100) }
    }
    // Another thread may take both parts before the caller takes one.
    XCTAssertGreaterThanOrEqual(others.load(ordering: .relaxed), 1, "the caller was left alone")
    for _ in 0..<300 { held.signal() }
    XCTAssertEqual(group.wait(timeout: .now() + 20), .success)
  }

  /// One that goes on looking for work takes a processor from everybody else.
  func testThreadsSleepWhereThereIsNothingToDo() {
    _ = counts(8, threads: 3)
    // In microseconds, of all threads of the process; something else may be at work for a while.
    let used = (0..<5).lazy.map { _ -> Int in
      let start = clock()
      usleep(100_000)
      return Int(clock() - start)
    }
    XCTAssert(used.contains { $0 < 2000 }, "a thread is at work without any")
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
