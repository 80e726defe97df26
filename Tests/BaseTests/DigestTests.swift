import Base
import XCTest

/// Vectors of FIPS 180-4's examples.
final class DigestTests: XCTestCase {
  private let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  func testBytesHaveTheirPublishedDigest() { XCTAssertEqual(Digest(of: "abc".utf8).description, abc) }

  func testADigestIsReadFromItsDigitsAndFromNothingElse() {
    XCTAssertEqual(Digest(abc), Digest(of: "abc".utf8))
    XCTAssertNotEqual(Digest(abc), Digest(String(abc.reversed())))
    for text in ["", abc.uppercased(), "\(abc.dropLast())", "\(abc)0"] { XCTAssertNil(Digest(text), text) }
    for start in ["g", "+", "é", ":", "/", "`", " ", "A"] {
      XCTAssertNil(Digest(start + String(abc.dropFirst(start.utf8.count))), start)
    }
    XCTAssertEqual(Digest(Digest.placeholder)?.description, Digest.placeholder)
  }

  func testPiecesAreDigestedAsIfTheyStoodTogether() {
    let bytes = Array("abc".utf8)
    bytes.withUnsafeBytes { whole in
      for middle in 0...3 {
        let pieces = [whole[..<middle], whole[middle...]].map { UnsafeRawBufferPointer(rebasing: $0) }
        XCTAssertEqual(Digest(ofPieces: pieces).description, abc)
      }
    }
    XCTAssertEqual(Digest(ofPieces: []), Digest(of: []))
  }
}
