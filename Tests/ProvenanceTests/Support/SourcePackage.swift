import Foundation
import XCTest

@testable import Provenance

/// A package of a few files, made for a test and removed after it.
struct SourcePackage {
  let root: String

  /// Four targets of which one has a flag by way of two constants, and two packages that they may depend on.
  static let manifest = """
    // swift-tools-version: 6.2
    import PackageDescription

    let flags: [CSetting] = [
      .unsafeFlags([level])
    ]
    let level = "-O3"
    let unused = "-O0"
    let package = Package(
      name: "p", platforms: [.macOS(.v15)],
      dependencies: [
        .package(url: "https://example.org/Big.git", exact: "1.0.0"),
        .package(url: "https://example.org/small", from: "2.0.0"),
      ],
      targets: [
        .target(name: "C", cSettings: flags),  // a comment, with a bracket (
        .target(name: "Kernels", dependencies: ["C", .product(name: "BigInt", package: "big")]),
        .target(name: "Other-One", path: "./lib/other/"),
        .testTarget(name: "T", dependencies: ["Kernels"]),
      ]
    )

    """

  /// A falsifier that reaches Swift and C, with files beside them that it does not reach.
  static let files = [
    "Tests/T/Own.swift":
      "import Kernels\nimport FalsifierKit\nfinal class Own { func testA() { kernel(); [1.0].norm } }",
    "Tests/T/Support.swift": "struct Unused {}",
    "Sources/Kernels/Kernel.swift": "import C\npublic func kernel() { c_kernel() }",
    "Sources/Kernels/Array.swift": "extension Array { public var norm: Int { helper() } }",
    "Sources/Kernels/Helper.swift": "func helper() -> Int { 1 }",
    "Sources/Kernels/Unused.swift": "public struct NotNamed {}",
    "Sources/C/include/c.h": "void c_kernel(void);\nvoid c_other(void);\n",
    "Sources/C/kernel.c": "#include \"c.h\"\n#include \"lanes.h\"\nvoid c_kernel(void) {}\n",
    "Sources/C/other.c": "void c_other(void) {}\n",
    "Sources/C/lanes.h": "static inline int c_lanes(void) { return 1; }\n",
    "Sources/C/never.c": "void c_never(void) {}\n",
    "lib/other/Far.swift": "public struct kernel {}",
    "Sources/FalsifierKit/K.swift": "public struct FalsifierCase {}",
  ]

  /// Writes the files, with `Package.swift` where a manifest is given.
  init(_ test: XCTestCase, _ files: [String: String], manifest: String? = Self.manifest) throws {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)").path
    self.root = root
    test.addTeardownBlock { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    if let manifest { try write("Package.swift", manifest) }
    for (path, text) in files { try write(path, text) }
  }

  /// The files above, some of them changed.
  init(_ test: XCTestCase, changing changes: [String: String], manifest: String? = Self.manifest) throws {
    try self.init(test, Self.files.merging(changes) { $1 }, manifest: manifest)
  }

  /// Writes a file, in place of what stands there.
  func write(_ path: String, _ text: String) throws { try write(path, Array(text.utf8)) }

  /// Writes a file, in place of what stands there.
  func write(_ path: String, _ bytes: [UInt8]) throws {
    try FileManager.default.createDirectory(atPath: "\(root)/\(path)".folder, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: "\(root)/\(path)"))
  }

  /// Makes a symbolic link.
  func link(_ path: String, to destination: String) throws {
    try FileManager.default.createDirectory(atPath: "\(root)/\(path)".folder, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: "\(root)/\(path)", withDestinationPath: destination)
  }

  /// Removes what stands at a path.
  func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: "\(root)/\(path)") }

  /// The key that the package gives now.
  func key(
    _ module: String = "T", _ className: String = "Own", implementation: [String] = [], fixtures: [String] = [],
    metrics: Set<String> = []
  ) throws -> EvidenceKey {
    try KeyBook(root: root).key(
      of: .init(
        .test(module: module, className: className), falsifier: "F", implementation: implementation, fixtures: fixtures,
        metrics: metrics))
  }

  /// The names of the files among the members of a key, without their folders.
  func reached(_ module: String = "T", _ className: String = "Own") throws -> Set<String> {
    Set(
      try key(module, className).members.map(\.name).filter { $0 != "recorder" && !$0.contains("#") }
        .map { $0.split(separator: "/").last.map(String.init) ?? $0 })
  }
}

extension Set<Word> {
  /// The words of a text with blanks between them.
  init(words: String) { self = Set(words.split(separator: " ").map { Word($0.utf8) }) }

  /// The words as a text spells them, sorted, with blanks between: for messages.
  func spelled(in text: String) -> String {
    let runs = text.utf8.split { !Word.holds($0) }.filter { contains(Word($0)) }.map { String(Substring($0)) }
    return Set<String>(runs).sorted().joined(separator: " ")
  }
}

extension EvidenceKey {
  /// The names of the members, in their order.
  var names: [String] { members.map(\.name) }

  /// The digest or version of a member, and nil for what is none.
  subscript(_ name: String) -> String? { members.first { $0.name == name }?.value }
}
