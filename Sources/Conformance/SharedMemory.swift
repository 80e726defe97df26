import CConformance
import Foundation

/// Memory that the process of a library shares with this one, with an array of a call in each of its slots.
///
/// A slot lies between two pages that the library's process may not touch. Around an array that does not reach them,
/// and in outputs before the call, stand bytes that are different each time.
final class SharedMemory {
  let descriptor: Int32
  private let start: UnsafeMutableRawPointer
  /// Never a constant: what was never written must not be taken for a result by accident.
  private var state = UInt64.random(in: 1 ... .max)

  /// Where an array stands in its slot.
  enum Place: Equatable, Sendable {
    /// Right behind the guard page.
    case first
    /// Right before the other guard page.
    case last
    /// So many elements behind the beginning of a 64-byte line.
    case shifted(Int)
  }

  /// An array in its slot.
  struct Spot {
    let offset: Int
    let byteCount: Int
    let slot: Int
  }

  /// How much is looked at on either side of an array.
  private static let margin = 256

  init() throws {
    descriptor = cc_make_memory()
    guard descriptor >= 0 else { throw ConformanceError.system("no memory can be shared", errno) }
    let start = mmap(nil, cc_memory_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let start, start != MAP_FAILED else {
      close(descriptor)
      throw ConformanceError.system("memory cannot be mapped", errno)
    }
    self.start = start
  }

  deinit {
    munmap(start, cc_memory_bytes())
    close(descriptor)
  }

  /// Where an array of a slot is to stand.
  ///
  /// - Throws: `ConformanceError.tooLarge`.
  func spot(_ array: CallArray, slot: Int, _ place: Place) throws -> Spot {
    guard array.byteCount + 4096 <= cc_slot_bytes() else { throw ConformanceError.tooLarge(array.byteCount) }
    let first = Int(cc_slot_offset(Int32(slot)))
    let offset =
      switch place {
      case .first: first
      case .last: first + Int(cc_slot_bytes()) - array.byteCount
      case .shifted(let elements): first + 1024 + elements * array.elementBytes
      }
    return Spot(offset: offset, byteCount: array.byteCount, slot: slot)
  }

  /// Writes an input with noise around it.
  func write(_ array: CallArray, to spot: Spot) {
    surround(spot)
    array.withBytes {
      if let source = $0.baseAddress { (start + spot.offset).copyMemory(from: source, byteCount: $0.count) }
    }
  }

  /// Poisons an output with noise, or with the complement of the noise that stood there before.
  ///
  /// Whoever gives the same value for both has written it: no byte is its own complement.
  func poison(_ spot: Spot, complementing before: [UInt8]? = nil) -> [UInt8] {
    surround(spot)
    let bytes = before.map { $0.map { ~$0 } } ?? noise(spot.byteCount)
    bytes.withUnsafeBytes {
      if let source = $0.baseAddress { (start + spot.offset).copyMemory(from: source, byteCount: $0.count) }
    }
    return bytes
  }

  /// What stands in a spot now.
  func bytes(_ spot: Spot) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: start + spot.offset, count: spot.byteCount)
  }

  /// Whether an input is as it was written.
  func holds(_ array: CallArray, at spot: Spot) -> Bool {
    array.withBytes { bytes in spot.byteCount == 0 || memcmp(start + spot.offset, bytes.baseAddress!, bytes.count) == 0
    }
  }

  /// How far from an array a byte beside it was changed: negative before it, positive behind it; nil where none was.
  func changedBeside(_ spot: Spot) -> Int? {
    let (before, after) = margins(spot)
    for (range, expected) in [(before, surroundings[spot.slot].before), (after, surroundings[spot.slot].after)] {
      for (index, position) in range.enumerated()
      where start.load(fromByteOffset: position, as: UInt8.self) != expected[index] {
        return position < spot.offset ? position - spot.offset : position - (spot.offset + spot.byteCount) + 1
      }
    }
    return nil
  }

  private var surroundings = [(before: [UInt8], after: [UInt8])](repeating: ([], []), count: Int(CC_SLOTS))

  private func surround(_ spot: Spot) {
    let (before, after) = margins(spot)
    surroundings[spot.slot] = (noise(before.count), noise(after.count))
    for (range, bytes) in [(before, surroundings[spot.slot].before), (after, surroundings[spot.slot].after)] {
      bytes.withUnsafeBytes {
        if let source = $0.baseAddress { (start + range.lowerBound).copyMemory(from: source, byteCount: $0.count) }
      }
    }
  }

  private func margins(_ spot: Spot) -> (before: Range<Int>, after: Range<Int>) {
    let first = Int(cc_slot_offset(Int32(spot.slot)))
    let (end, last) = (spot.offset + spot.byteCount, first + Int(cc_slot_bytes()))
    return (max(first, spot.offset - Self.margin)..<spot.offset, end..<min(last, end + Self.margin))
  }

  private func noise(_ count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      var index = 0
      while index < count {
        // xorshift64: bytes that differ, no more is asked of them.
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        var word = state
        for _ in 0..<min(8, count - index) {
          buffer[index] = UInt8(truncatingIfNeeded: word)
          word >>= 8
          index += 1
        }
      }
      written = count
    }
  }
}
