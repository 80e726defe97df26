import Foundation
import XCTest

/// Calls `body` with a copy of the elements right before a page that may not be touched, or right behind one.
func withGuardPage<Element: BitwiseCopyable, Result>(
  _ elements: [Element], isInFront: Bool = false, _ body: (UnsafeMutableBufferPointer<Element>) throws -> Result
) throws -> Result {
  let page = Int(sysconf(Int32(_SC_PAGESIZE)))
  let bytes = elements.count * MemoryLayout<Element>.stride
  let size = (bytes + page - 1) / page * page
  let start = mmap(nil, size + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
  let memory = try XCTUnwrap(start == MAP_FAILED ? nil : start)
  defer { munmap(memory, size + page) }
  XCTAssertEqual(mprotect(isInFront ? memory : memory + size, page, PROT_NONE), 0)
  let first = (isInFront ? memory + page : memory + (size - bytes))
    .bindMemory(to: Element.self, capacity: elements.count)
  let place = UnsafeMutableBufferPointer(start: first, count: elements.count)
  _ = place.initialize(from: elements)
  return try body(place)
}
