import XCTest
@testable import Provenance

final class Probe: XCTestCase {
  func testProbe() throws {
    let start = Date()
    let book = KeyBook(root: "/work/main")
    let files = try FileManager.default.subpathsOfDirectory(atPath: "/work/main/Tests/Falsifiers").filter { $0.contains("Falsify") && $0.hasSuffix(".swift") }
    for file in files.sorted() {
      let name = file.split(separator: "/").last!.dropLast(6)
      let key = try book.key(of: .init(module: "Falsifiers", className: String(name), falsifier: "X", implementation: [], fixtures: [], metrics: []))
      func count(_ p: String) -> Int { key.members.count { $0.name.hasPrefix(p) } }
      print("==", name, key.members.count, "tests", count("Tests/"), "kernels", count("Sources/Kernels"), "c", count("Sources/CKernels"), "models", count("Sources/Models"), "traces", count("Sources/Traces"), "base", count("Sources/Base"))
    }
    print("seconds", Date().timeIntervalSince(start))
  }
}
