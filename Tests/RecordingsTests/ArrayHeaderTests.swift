import Foundation
import Metrics
import XCTest

@testable import Recordings

/// Heads of `.npy` files: what is taken, and the reason and the way out of what is not.
final class ArrayHeaderTests: XCTestCase {
  private func header(_ text: String, version: UInt8 = 1) throws -> ArrayHeader {
    try RecordingFixture.npy(header: text, data: [], version: version).withUnsafeBytes { try ArrayHeader($0) }
  }

  private func problem(_ text: String, file: StaticString = #filePath, line: UInt = #line) -> String {
    do {
      let taken = try header(text)
      XCTFail("taken as \(taken)", file: file, line: line)
      return ""
    } catch { return (error as? ArrayHeader.Problem).map { "\($0.reason); \($0.help)" } ?? "\(error)" }
  }

  func testWhatNumPyWrites() throws {
    for (descr, dtype) in [("<f4", .f32), ("<f8", .f64), ("|i1", .i8), ("<i4", .i32)] as [(String, Sample.DType)] {
      let text = "{'descr': '\(descr)', 'fortran_order': False, 'shape': (3, 4), }   \n"
      for version in 1...3 as ClosedRange<UInt8> {
        let found = try header(text, version: version)
        XCTAssertEqual(found.dtype, dtype)
        XCTAssertEqual(found.shape, [3, 4])
        XCTAssertEqual(found.offset, text.utf8.count + (version == 1 ? 10 : 12))
      }
    }
    XCTAssertEqual(try header("{'descr': '<f4', 'fortran_order': False, 'shape': ()}\n").shape, [])
    XCTAssertEqual(try header("{'descr': '<f4', 'fortran_order': False, 'shape': (7,)}\n").shape, [7])
    // One extent has no other order, and NumPy says True of it.
    XCTAssertEqual(try header("{'descr': '<f4', 'fortran_order': True, 'shape': (7, 1)}\n").shape, [7, 1])
  }

  func testWhatIsRefusedByItsName() {
    func of(_ descr: String, order: String = "False", shape: String = "(2, 2)") -> String {
      problem("{'descr': \(descr), 'fortran_order': \(order), 'shape': \(shape), }\n")
    }
    for (text, parts) in [
      (of("'<f4'", order: "True"), ["Fortran order", "ascontiguousarray"]),
      (of("'>f4'"), ["big-endian (>f4)", ".astype('<f4')"]), (of("'=f8'"), ["byte order is ="]),
      (of("'|O'"), ["Python objects", "pickles are not loaded", "numpy.float32"]),
      (of("[('a', '<f4'), ('b', '<i4')]"), ["records of several fields", "one array for each field"]),
      (of("'<U5'"), ["texts (<U5)"]), (of("'|S3'"), ["texts"]), (of("'|V8'"), ["no type of number"]),
      (of("'<c8'"), ["complex", "imaginary"]), (of("'<f2'"), ["<f2", ".astype(numpy.float32)"]),
      (of("'|u1'"), ["|u1", ".astype(numpy.int32) of it", "not numbers, .view(numpy.int8)"]),
      (of("'|b1'"), [".view(numpy.int8)"]),
      (of("'<i8'"), ["<i8", "2^53"]), (of("'<M8[s]'"), ["which no metric takes"]),
      (of("'<f4'", order: "1"), ["neither True nor False"]), (of("'<f4'", shape: "5"), ["not a tuple"]),
      (of("'<f4'", shape: "(2, -1)"), ["does not say"]), (of("'<f4'", shape: "(2, 'a')"), ["not a whole number"]),
      (of("'<f4'", shape: "(4611686018427387904, 4)"), ["more elements than can be counted"]),
      (problem("{'descr': '<f4', 'shape': (1,)}\n"), ["does not say descr, fortran_order and shape"]),
      (problem("{'descr': '<f4', 'descr': '<f8', 'fortran_order': False, 'shape': (1,)}"), ["does not say"]),
      (problem("{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x"), ["does not say"]),
      (problem("__import__('os')"), ["does not say"]), (problem(""), ["does not say"]),
    ] {
      for part in parts { XCTAssertTrue(text.contains(part), "\(text) lacks \(part)") }
    }
  }

  func testWhatIsNoHeader() {
    func problem(_ bytes: [UInt8]) -> String {
      bytes.withUnsafeBytes { bytes in
        do { return "taken: \(try ArrayHeader(bytes))" } catch {
          return "\((error as? ArrayHeader.Problem)?.reason ?? "")"
        }
      }
    }
    let good = RecordingFixture.npy([1])
    XCTAssertEqual(problem([]), "it is not a .npy file")
    XCTAssertEqual(problem(Array("\u{80}\u{2}cos\nsystem\n".utf8)), "it is not a .npy file")
    XCTAssertEqual(problem(Array(good.prefix(20))), "it ends within its header")
    XCTAssertEqual(problem(RecordingFixture.npy(header: "{}", data: [], version: 4)), "its format version is 4.0")
    let long = RecordingFixture.npy(header: String(repeating: " ", count: 10_001), data: [])
    XCTAssertEqual(problem(long), "its header has 10001 bytes; at most 10000 are read")
    let huge = [0x93] + Array("NUMPY".utf8) + [2, 0, 255, 255, 255, 255]
    XCTAssertEqual(problem(huge), "its header has 4294967295 bytes; at most 10000 are read")
    for count in 0..<good.count - 4 {
      XCTAssertFalse(problem(Array(good.prefix(count))).hasPrefix("taken"), "\(count)")
    }
  }
}
