import CMemory
import XCTest

/// What `pv` gives libyaml in place of malloc.
final class YAMLMemoryTests: XCTestCase {
  /// Whether the lists are used; without, the tests show that malloc's memory is passed on.
  private let served = memory_serve_libyaml()

  /// A block and the byte that all of it was filled with.
  private struct Block {
    let address: UnsafeMutableRawPointer
    let size: Int
    let mark: UInt8

    init(_ address: UnsafeMutableRawPointer?, size: Int, mark: UInt8) throws {
      self.address = try XCTUnwrap(address)
      (self.size, self.mark) = (size, mark)
      XCTAssertEqual(UInt(bitPattern: self.address) % 16, 0, "any type may start here")
      self.address.initializeMemory(as: UInt8.self, repeating: mark, count: size)
    }

    func check(_ count: Int, at address: UnsafeMutableRawPointer) {
      XCTAssertTrue(
        UnsafeRawBufferPointer(start: address, count: count).allSatisfy { $0 == mark }, "\(count) of \(size)")
    }
  }

  /// Blocks of all sizes, made, resized and freed in a disorder that is the same each time: each keeps its bytes.
  func testBlocksKeepTheirBytes() throws {
    var state: UInt64 = 1
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var blocks: [Block] = []
    for step in 0..<100_000 {
      let (size, mark) = (random(2) == 0 ? random(65) : random(3000), UInt8(truncatingIfNeeded: step))
      let action = random(5)
      if action < 2 || blocks.isEmpty {
        blocks.append(try Block(yaml_malloc(size), size: size, mark: mark))
        continue
      }
      let old = blocks.remove(at: random(blocks.count))
      old.check(old.size, at: old.address)
      if action == 2 {
        let address = try XCTUnwrap(yaml_realloc(old.address, size))
        old.check(min(size, old.size), at: address)
        blocks.append(try Block(address, size: size, mark: mark))
      } else {
        yaml_free(old.address)
      }
    }
    for block in blocks {
      block.check(block.size, at: block.address)
      yaml_free(block.address)
    }
  }

  /// What another thread has made may be freed, and used again, here.
  func testBlocksOfAnotherThread() throws {
    nonisolated(unsafe) var made: [UnsafeMutableRawPointer?] = []
    let thread = Thread { made = (1...500).map { yaml_malloc($0) } }
    thread.start()
    while !thread.isFinished { usleep(1000) }
    for (size, address) in zip(1...500, made) { yaml_free(try Block(address, size: size, mark: 7).address) }
    let again = try (0..<500).map { try Block(yaml_malloc(100), size: 100, mark: UInt8($0 % 256)) }
    for block in again { block.check(100, at: block.address) }
    for block in again { yaml_free(block.address) }
  }

  func testNothingAndTooMuch() {
    yaml_free(nil)
    XCTAssertNil(yaml_strdup(nil))
    XCTAssertNil(yaml_malloc(Int.max))
    let block = yaml_realloc(nil, 10)
    XCTAssertNotNil(block)
    XCTAssertNil(yaml_realloc(block, Int.max))
    yaml_free(block)
    let copy = yaml_strdup("text")
    XCTAssertEqual(copy.map { String(cString: $0) }, "text")
    yaml_free(copy)
  }

  /// libyaml of the systems that CI runs on takes all of its memory from the lists.
  func testLibyamlIsServed() throws {
    #if os(Linux)
      try XCTSkipUnless(served, "libyaml was linked so that it calls its own functions; pv validate is slower for it")
      XCTAssertTrue(memory_serve_libyaml(), "a second time")
    #endif
  }
}
