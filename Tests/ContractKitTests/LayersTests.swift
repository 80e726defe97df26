import Foundation
import XCTest

/// Package.swift says what the layers of ContractKit are; this holds the sources to it.
final class LayersTests: XCTestCase {
  func testLayersLeadDownAndTheirFoldersInNoCircle() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized
    var files: [String: String] = [:]
    let sources = root.appendingPathComponent("Sources/ContractKit")
    for case let path as String in FileManager.default.enumerator(atPath: sources.path)! where path.hasSuffix(".swift")
    {
      files["Sources/ContractKit/\(path)"] = try String(
        contentsOf: sources.appendingPathComponent(path), encoding: .utf8)
    }
    let layers = Layers(
      manifest: try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8), files: files)
    XCTAssertEqual(layers.problems, [])
    XCTAssertGreaterThan(layers.layers.count, 6)
    // Every file is on a layer, and something was read of each.
    XCTAssertEqual(layers.layers.reduce(0) { $0 + $1.imports.count }, files.count)
    for layer in layers.layers { XCTAssertFalse(layer.imports.isEmpty, layer.name) }
    XCTAssertGreaterThan(layers.layers.flatMap(\.declared.values).reduce(0) { $0 + $1.count }, 200)
  }

  // MARK: That it would be seen

  private let manifest = """
    .target(
      name: "Lower", dependencies: ["Base"], path: "Sources/ContractKit/Lower"),
    .target(
      name: "Upper", dependencies: ["Lower", .product(name: "A", package: "a", condition: .when(platforms: [.linux]))],
      path: "Sources/ContractKit/Upper"),
    """

  private let files = [
    "Sources/ContractKit/Lower/A/One.swift": "package struct One {}\n",
    "Sources/ContractKit/Lower/B/Two.swift": "struct Two {\n  var one: One\n}\n",
    "Sources/ContractKit/Upper/C/Three.swift": "import Lower\nfinal class Three {\n  var one: One?\n}\n",
  ]

  private func problems(_ changes: [String: String] = [:], _ manifest: String? = nil) -> [String] {
    Layers(manifest: manifest ?? self.manifest, files: files.merging(changes) { $1 }).problems
  }

  func testWhatLeadsDownIsNoProblem() { XCTAssertEqual(problems(), []) }

  func testACircleBetweenFoldersIsSeen() {
    let back = "Sources/ContractKit/Lower/A/One.swift"
    XCTAssertEqual(
      problems([back: "struct One {\n  let twos: [Two]\n}\n"]),
      [
        "Lower/A is on a circle: Two in \(back)",
        "Lower/B is on a circle: One in Sources/ContractKit/Lower/B/Two.swift",
      ])
    // In comments and quotes it is no need, and a type of the folder's own is none.
    XCTAssertEqual(problems([back: "// Two\nstruct One {\n  let name = \"Two\"\n}\n"]), [])
    XCTAssertEqual(problems([back: "struct One {\n  let twos: [Two]\n}\nstruct Two {}\n"]), [])
    // A longer way round.
    XCTAssertEqual(
      problems([
        back: "struct One {\n  let four: Four\n}\n",
        "Sources/ContractKit/Lower/D/Four.swift": "enum Four {\n  case two(Two)\n}\n",
      ]).map { $0.prefix(8) }, ["Lower/A ", "Lower/B ", "Lower/D "])
  }

  func testAnImportThatGoesUpIsSeen() {
    let path = "Sources/ContractKit/Lower/A/One.swift"
    XCTAssertEqual(problems([path: "@_exported import Upper\n"]), ["\(path) imports Upper"])
  }

  func testAnImportOfATargetThatIsNoDependencyIsSeen() {
    let path = "Sources/ContractKit/Upper/C/Three.swift"
    let changed = [path: "import Apart\nimport Base\nimport Foundation\n"]
    let manifest = ".target(name: \"Apart\"),\n.target(name: \"Base\", dependencies: []),\n" + manifest
    XCTAssertEqual(problems(changed, manifest), ["\(path) imports Apart"])
    XCTAssertEqual(
      problems(changed, manifest.replacing("dependencies: []", with: "dependencies: [\"Apart\"]")), [])
  }

  func testADependencyThatGoesUpIsSeen() {
    XCTAssertEqual(
      problems([:], manifest.replacing("[\"Base\"]", with: "[\"Base\", \"Upper\"]")), ["Lower depends on Upper"])
  }
}
