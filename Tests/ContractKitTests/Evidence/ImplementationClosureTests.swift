import XCTest

@testable import ContractKit

/// Swift files of a module see each other without an import, so the contracts list the folders: each
/// list must hold every folder of Sources/Kernels whose types its own folders name.
final class ImplementationClosureTests: XCTestCase {
  func testContractsListTheFoldersThatTheirImplementationsName() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let kernels = "\(root)/Sources/Kernels"
    let folders = try Files.names(in: kernels).filter { Files.isFolder("\(kernels)/\($0)") }
    var declared: [String: String] = [:]
    var words: [String: Set<String>] = [:]
    for folder in folders {
      for path in FileWalk.files(below: "\(kernels)/\(folder)", extensions: ["swift"]).files {
        let text = Self.withoutComments(String(decoding: try Files.read(path), as: UTF8.self))
        for match in text.matches(of: /(?m)^(?:public |final )*(?:enum|struct|class|actor|protocol) (\w+)/) {
          declared[String(match.1)] = folder
        }
        words[folder, default: []].formUnion(text.matches(of: /\b[A-Z]\w+/).map { String($0.output) })
      }
    }
    XCTAssertGreaterThan(declared.count, folders.count, "the pattern no longer finds the types")
    let needs = words.mapValues { names in Set(names.compactMap { declared[$0] }) }
    var lists = 0
    for contract in ContractSet.load(paths: ["\(root)/contracts"]).contracts {
      for equation in contract.equations {
        let listed = Set(
          equation.implementation.map(\.value).compactMap { path -> String? in
            path.hasPrefix("Sources/Kernels/") ? String(path.dropFirst("Sources/Kernels/".count)) : nil
          })
        lists += listed.isEmpty ? 0 : 1
        let missing = listed.flatMap { needs[$0] ?? [] }.filter { !listed.contains($0) }
        XCTAssertEqual(Set(missing), [], "\(contract.id)#\(equation.id.value) does not list what it is built on")
      }
    }
    XCTAssertGreaterThan(lists, 10)
  }

  private static func withoutComments(_ text: String) -> String {
    text.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
  }
}
