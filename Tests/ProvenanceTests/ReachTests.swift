import XCTest

@testable import Provenance

/// "What is reached" of docs/evidence-keys.md.
final class ReachTests: XCTestCase {
  private static let before: Set = [
    "Own.swift", "Kernel.swift", "Array.swift", "Helper.swift", "c.h", "kernel.c", "other.c", "lanes.h",
  ]

  private func reached(_ changes: [String: String], manifest: String = SourcePackage.manifest) throws -> Set<String> {
    try SourcePackage(self, changing: changes, manifest: manifest).reached()
  }

  private func assertReaches(_ changes: [String: String], more: Set<String>, line: UInt = #line) throws {
    XCTAssertEqual(try reached(changes).subtracting(Self.before), more, "\(changes)", line: line)
  }

  /// Of `Far.swift` and `Support.swift` alone.
  private func assertReaches(_ changes: [String: String], ofTwo expected: Set<String>, line: UInt = #line) throws {
    XCTAssertEqual(
      try reached(changes).intersection(["Far.swift", "Support.swift"]), expected, "\(changes)", line: line)
  }

  // MARK: Names

  /// The header names both functions, and so reaches both of their files.
  func testWhatIsNamedIsReached() throws { XCTAssertEqual(try reached([:]), Self.before) }

  func testAFurtherFileOfANameIsReached() throws {
    try assertReaches(["Sources/Kernels/New.swift": "func helper(_ x: Int) {}"], more: ["New.swift"])
    try assertReaches(["Sources/Kernels/New.swift": "private func helper(_ x: Int) {}"], more: [])
  }

  func testWhatIsAlwaysReached() throws {
    try assertReaches(["Sources/Kernels/Operator.swift": "infix operator +++"], more: ["Operator.swift"])
    try assertReaches(["Sources/Kernels/main.swift": ""], more: ["main.swift"])
    try assertReaches(["Sources/Kernels/Lost.swift": "struct A {"], more: ["Lost.swift"])
    try assertReaches(
      ["Sources/C/start.c": "__attribute__((constructor)) static void s(void) {}"], more: ["start.c"])
    try assertReaches(["Sources/C/a.S": ""], more: ["a.S"])
    // Not of a target that nobody imports.
    try assertReaches(["lib/other/Operator.swift": "infix operator +++"], more: [])
  }

  /// A target that is not Swift's has its always reached files reached by what imports it, or is in it.
  func testWhatIsAlwaysReachedOfCNeedsAReachedFileThatImportsIt() throws {
    let hook = ["Sources/C/start.c": "__attribute__((constructor)) static void s(void) {}"]
    let own = "import Kernels\nfinal class Own { helper() }"
    let kernel = ["Tests/T/Own.swift": own, "Sources/Kernels/Kernel.swift": "import C\nfunc notNamed() { c_kernel() }"]
    let kept = hook.merging(kernel) { $1 }
    XCTAssertFalse(try reached(kept).contains("start.c"))
    let imported = kept.merging(["Tests/T/Own.swift": own + "\nimport C"]) { $1 }
    XCTAssertTrue(try reached(imported).contains("start.c"))
  }

  func testWrappersThatAreNotDeclaredHere() throws {
    try assertReaches(["Sources/Kernels/Wrapped.swift": "struct W { @Wrapper var a = 1 }"], more: ["Wrapped.swift"])
    try assertReaches(["Sources/Kernels/Wrapped.swift": "struct W { @NotNamed var a = 1 }"], more: [])
  }

  // MARK: What is seen

  func testANameOfAnotherTargetIsSeenWhereItIsPublicAndImported() throws {
    let far = "lib/other/Far.swift"
    try assertReaches([far: "struct kernel {}", "Tests/T/Own.swift": "import Other_One\nkernel()"], ofTwo: [])
    try assertReaches(
      [far: "struct kernel {}", "Tests/T/Own.swift": "@testable import Other_One\nkernel()"], ofTwo: ["Far.swift"])
    try assertReaches(
      [far: "public struct kernel {}", "Tests/T/Own.swift": "import Other_One\nkernel()"], ofTwo: ["Far.swift"])
    try assertReaches(
      [far: "public struct kernel {}", "Tests/T/Own.swift": "import struct Other_One.kernel\nkernel()"],
      ofTwo: ["Far.swift"])
  }

  func testANameIsNotSeenThroughAnotherFileOfTheTargetThatImportsIt() throws {
    let support = "import Other_One\nfunc support() { kernel() }"
    try assertReaches(["Tests/T/Support.swift": support, "Tests/T/Own.swift": "kernel()"], ofTwo: [])
    try assertReaches(
      ["Tests/T/Support.swift": support, "Tests/T/Own.swift": "support()"], ofTwo: ["Support.swift", "Far.swift"])
  }

  func testANameIsSeenThroughAnotherFileOfTheTargetThatExportsIt() throws {
    for support in ["@_exported import Other_One", "@_exported import struct Other_One.kernel"] {
      try assertReaches(["Tests/T/Support.swift": support, "Tests/T/Own.swift": "kernel()"], ofTwo: ["Far.swift"])
    }
    try assertReaches(
      ["Tests/T/Support.swift": "let _exported = zero; import Other_One", "Tests/T/Own.swift": "kernel()"], ofTwo: [])
  }

  func testANameIsSeenThroughAnImportedTargetThatImportsIt() throws {
    try assertReaches(
      ["Sources/Kernels/Helper.swift": "import Other_One\nfunc helper() -> Int { 1 }"], more: ["Far.swift"])
  }

  func testAMemberOfWhatIsDeclaredElsewhereIsSeenInATargetThatImportsIt() throws {
    let support = "import Other_One\nfunc support() { kernel() }"
    let far = "lib/other/Far.swift"
    try assertReaches(
      [
        "Tests/T/Support.swift": support, far: "extension Float { public var far: Int { 1 } }",
        "Tests/T/Own.swift": "1.0.far",
      ], ofTwo: ["Far.swift"])
    try assertReaches(
      [
        "Tests/T/Support.swift": support, far: "extension Float { var far: Int { 1 } }",
        "Tests/T/Own.swift": "1.0.far",
      ], ofTwo: [])
    try assertReaches(
      [
        "Tests/T/Support.swift": support, far: "extension Float { var far: Int { 1 } }",
        "Tests/T/Own.swift": "1.0.far // testable",
      ], ofTwo: ["Far.swift"])
    try assertReaches(
      [far: "extension Float { public var far: Int { 1 } }", "Tests/T/Own.swift": "1.0.far"], ofTwo: [])
  }

  func testSwiftSeesAHeaderAndCNamesOfSwiftAreNone() throws {
    // c_lanes is inline in a header: Swift reaches it by its name, C where it is included.
    let kernel = ["Sources/C/kernel.c": "void c_kernel(void) {}\n"]
    XCTAssertFalse(try reached(kernel).contains("lanes.h"))
    XCTAssertTrue(
      try reached(kernel.merging(["Sources/Kernels/Helper.swift": "import C\nfunc helper() { c_lanes() }"]) { $1 })
        .contains("lanes.h"))
    let called = "void c_kernel(void) { c_lanes(); c_never(); notNamed(); }\n"
    XCTAssertEqual(
      try reached(["Sources/C/kernel.c": called, "Sources/Kernels/Unused.swift": "public func notNamed() {}"])
        .intersection(["lanes.h", "never.c", "Unused.swift"]), ["never.c"])
  }

  // MARK: Extensions

  func testAnExtensionOfATypeOfAnotherTargetIsReachedByItsMembers() throws {
    try assertReaches(
      [
        "Tests/T/Support.swift": "import Kernels\nextension NotNamed { var near: Int { 1 } }",
        "Tests/T/Own.swift": "a().near",
      ], ofTwo: ["Support.swift"])
  }

  func testWhatItAddsWithoutANameIsReachedByTheTypesName() throws {
    let support = "import Kernels\nextension NotNamed { init(a: Int) {} }"
    try assertReaches(["Tests/T/Support.swift": support, "Tests/T/Own.swift": "a()"], ofTwo: [])
    try assertReaches(
      ["Tests/T/Support.swift": support, "Tests/T/Own.swift": "a(); NotNamed()"], ofTwo: ["Support.swift"])
    // Not where the type is unknown, or a type alias may hide it.
    try assertReaches(
      [
        "Tests/T/Support.swift": "import Kernels\nextension Elsewhere { init(a: Int) {} }",
        "Tests/T/Own.swift": "a()",
      ], ofTwo: ["Support.swift"])
    try assertReaches(
      [
        "Tests/T/Support.swift": support, "Tests/T/Own.swift": "a()",
        "Tests/T/Alias.swift": "typealias NotNamed = Int",
      ], ofTwo: ["Support.swift"])
  }

  func testAnExtensionThatConformsIsReachedByTheProtocolsOfItsTarget() throws {
    try assertReaches(["Sources/Kernels/Foreign.swift": "extension Float: Missing {}"], more: ["Foreign.swift"])
    let own = [
      "Sources/Kernels/Foreign.swift": "extension Float: Hashable {}",
      "Sources/Kernels/P.swift": "protocol Hashable {}",
    ]
    try assertReaches(own, more: [])
    try assertReaches(
      own.merging(["Sources/Kernels/Helper.swift": "func helper() -> Hashable { 1 }"]) { $1 },
      more: ["Foreign.swift", "P.swift"])
  }

  func testAnExtensionOfAPlainTypeIsReachedByTheTypeAndAMember() throws {
    let room = [
      "Tests/T/Far.swift": "enum Room: String, Error { case a }",
      "Tests/T/Support.swift": "extension Room { static func support() {} }",
    ]
    func with(_ own: String) -> [String: String] { room.merging(["Tests/T/Own.swift": own]) { $1 } }
    try assertReaches(with("support()"), ofTwo: [])
    try assertReaches(with("Room.a"), ofTwo: ["Far.swift"])
    try assertReaches(with("Room.support()"), ofTwo: ["Far.swift", "Support.swift"])
    // The two words may stand in two reached files.
    let apart = room.merging([
      "Tests/T/Own.swift": "Room.a; other()", "Tests/T/Third.swift": "func other() { x.support() }",
    ]) { $1 }
    try assertReaches(apart, ofTwo: ["Far.swift", "Support.swift"])
  }

  func testAPairOfAnotherTargetIsSeenWhereTheTargetIsImported() throws {
    let room = [
      "lib/other/Room.swift": "public enum Room { case a }",
      "lib/other/Far.swift": "extension Room { public static func support() {} }",
      "lib/other/Operator.swift": "infix operator +++",
    ]
    func with(_ own: String, _ support: String) -> [String: String] {
      room.merging(["Tests/T/Own.swift": own, "Tests/T/Support.swift": support]) { $1 }
    }
    try assertReaches(with("Room.support()", ""), ofTwo: [])
    try assertReaches(with("import Other_One\nRoom.support()", ""), ofTwo: ["Far.swift"])
    try assertReaches(with("import Other_One\nRoom.a", ""), ofTwo: [])
    // A file of the target imports it, and one that is reached has the other word.
    try assertReaches(with("Room.a; other()", "import Other_One\nfunc other() {}"), ofTwo: ["Support.swift"])
    try assertReaches(
      with("Room.a; other()", "import Other_One\nfunc other() { x.support() }"), ofTwo: ["Far.swift", "Support.swift"])
    // C has no half of it.
    let c = with("import C\nimport Other_One\nRoom.a; c_kernel()", "").merging([
      "Sources/C/kernel.c": "void c_kernel(void) { support(); }"
    ]) { $1 }
    try assertReaches(c, ofTwo: [])
  }

  func testOtherExtensionsOfOwnTypesAreReachedByTheTypeAlone() throws {
    for (far, support) in [
      // A conformance can use members without their names, and so can a requirement that is known.
      ("enum Room: Strange { case a }", "extension Room { static func support() {} }"),
      ("enum Room: Error { case a }", "extension Room { var description: String { \"\" } }"),
      ("enum Room { struct Door {} }", "extension Room.Door { func support() {} }"),
      ("enum Room { case a }", "extension Room: Error {}"),
      ("enum Room { case a }", "extension Room { init() {} }"),
      // By way of another type of the target.
      ("enum Room: Hall { case a }\nprotocol Hall: Strange {}", "extension Room { static func support() {} }"),
      // By way of another extension.
      ("enum Room { case a }\nextension Room: Strange {}", "extension Room { static func support() {} }"),
    ] {
      try assertReaches(
        ["Tests/T/Far.swift": far, "Tests/T/Support.swift": support, "Tests/T/Own.swift": "Room.a"],
        ofTwo: ["Far.swift", "Support.swift"])
      try assertReaches(
        ["Tests/T/Far.swift": far, "Tests/T/Support.swift": support, "Tests/T/Own.swift": "support()"], ofTwo: [])
    }
  }

  func testConformancesWhoseRequirementsAreKnownKeepATypePlain() throws {
    let known =
      "CaseIterable Character Codable Comparable CustomDebugStringConvertible CustomStringConvertible Decodable Double "
      + "Encodable Equatable Error Float Hashable Identifiable Int Int16 Int32 Int64 Int8 RawRepresentable String UInt "
      + "UInt16 UInt32 UInt64 UInt8 Sendable unchecked Copyable"
    let far = "enum Room: \(known.split(separator: " ").joined(separator: ", ")), Hall {}\nprotocol Hall: Hall {}"
    let support = "extension Room { static func support() {} }"
    try assertReaches(
      ["Tests/T/Far.swift": far, "Tests/T/Support.swift": support, "Tests/T/Own.swift": "Room.a"], ofTwo: ["Far.swift"])
    for requirement in ["allCases", "debugDescription", "description", "hash", "hashValue", "id", "rawValue"] {
      try assertReaches(
        [
          "Tests/T/Far.swift": far, "Tests/T/Support.swift": "extension Room { var \(requirement): Int { 1 } }",
          "Tests/T/Own.swift": "Room.a",
        ], ofTwo: ["Far.swift", "Support.swift"])
    }
  }

  // MARK: The recorder

  func testTheRecordersModulesAreNeverImported() throws {
    for module in ["FalsifierKit", "Metrics"] {
      let manifest = SourcePackage.manifest.replacingOccurrences(of: "\"Other-One\"", with: "\"\(module)\"")
      try assertReaches(
        ["lib/other/Far.swift": "public struct Far {}", "Tests/T/Own.swift": "import \(module)\nFar()"], ofTwo: [])
      XCTAssertFalse(
        try reached(
          ["lib/other/Far.swift": "public struct Far {}", "Tests/T/Own.swift": "import \(module)\nFar()"],
          manifest: manifest
        ).contains("Far.swift"))
    }
    let own = SourcePackage.manifest.replacingOccurrences(of: "name: \"C\"", with: "name: \"FalsifierKit\"")
    XCTAssertFalse(try reached([:], manifest: own).contains("K.swift"))
  }

  // MARK: C

  func testAnIncludeThatIsNoNameIncludesEveryFileOfTheTarget() throws {
    try assertReaches(["Sources/C/lanes.h": "#include NOTHING\n"], more: ["never.c"])
  }

  func testAPrototypeWithoutADefinitionReachesWhatNamesIt() throws {
    let header = "void c_kernel(void);\nvoid c_made(void);"
    try assertReaches(["Sources/C/include/c.h": header + "\nvoid c_other(void);"], more: ["never.c"])
    var changes = ["Sources/C/include/c.h": header, "Sources/C/made.c": "MAKE(c_made)"]
    let two: Set = ["made.c", "never.c"]
    XCTAssertEqual(try reached(changes).intersection(two), ["made.c"])
    changes["Sources/C/lanes.h"] = "#define MAKE(x) void x##_made(void) {}"
    XCTAssertEqual(try reached(changes).intersection(two), two)
    changes["Sources/C/lanes.h"] = "static inline void c_made(void) {}"
    XCTAssertEqual(try reached(changes).intersection(two), [], "a header may define it")
  }

  func testAFileDoesNotProvideWhatAMacroOfAnotherNames() throws {
    let hidden = ["Sources/C/never.c": "void c_kernel(void) {}\n"]
    try assertReaches(hidden, more: ["never.c"])
    let renamed = hidden.merging(["Sources/C/deep.h": "#define c_kernel c_other\n"]) { $1 }
    XCTAssertFalse(try reached(renamed).contains("never.c"))
  }

  func testAHeaderIsFoundInTheOrderOfThePage() throws {
    let kernel = "Sources/C/kernel.c"
    func found(_ include: String, _ places: [String]) throws -> Set<String> {
      var changes = [kernel: "#include \(include)\nvoid c_kernel(void) {}\n"]
      for place in places { changes[place] = "" }
      let package = try SourcePackage(self, changing: changes)
      return Set(try package.key().names).intersection(places)
    }
    let far = "lib/other/include/x.h"
    XCTAssertEqual(try found("\"x.h\"", ["Sources/C/x.h", "Sources/C/include/x.h", far]), ["Sources/C/x.h"])
    XCTAssertEqual(try found("<x.h>", ["Sources/C/include/x.h", far]), ["Sources/C/include/x.h"])
    XCTAssertEqual(try found("<x.h>", [far]), [far])
    XCTAssertEqual(try found("\"../x.h\"", ["Sources/x.h"]), [], "no candidate file, though it is there")
    XCTAssertEqual(try found("\"./include/../x.h\"", ["Sources/C/x.h"]), ["Sources/C/x.h"])
    XCTAssertEqual(try found("<../../../x.h>", ["Sources/C/deep/x.h", "lib/other/x.h"]), [], "outside of the package")
    // Where none is found, every one with such an end.
    let ends = ["Sources/C/deep/x/far.h", "lib/other/a/x/far.h"]
    XCTAssertEqual(try found("\"x/far.h\"", ends + ["Sources/C/deep/far.h", "Sources/C/deep/ax/far.h"]), Set(ends))
  }

  func testAnIncludeThatIsFoundNowhere() throws {
    func kernel(_ include: String) -> [String: String] {
      ["Sources/C/kernel.c": "#include \(include)\nvoid c_kernel(void) {}\n"]
    }
    XCTAssertTrue(try reached(kernel("\"missing.h\"")).contains("lanes.h"), "any header of the target")
    XCTAssertFalse(try reached(kernel("<missing.h>")).contains("lanes.h"), "the system's")
    XCTAssertFalse(try reached(kernel("\"missing.h\"")).contains("never.c"))
  }

  func testAModuleMapIncludesWhatItHasInQuotes() throws {
    try assertReaches(
      [
        "Sources/C/module.modulemap": "module C { header \"deep/shim.h\" }", "Sources/C/deep/shim.h": "",
        "Sources/C/shim.h": "",
      ], more: ["module.modulemap", "shim.h"])
    let package = try SourcePackage(
      self,
      changing: [
        "Sources/C/module.modulemap": "module C { header \"deep/shim.h\" }", "Sources/C/deep/shim.h": "",
        "Sources/C/shim.h": "",
      ])
    XCTAssertNotNil(try package.key()["Sources/C/deep/shim.h"])
    XCTAssertNil(try package.key()["Sources/C/shim.h"])
  }

  // MARK: What cannot be followed

  func testEverySourceIsReachedWhereTheManifestCannotBeFollowed() throws {
    let all = Set(SourcePackage.files.keys.map { String($0.split(separator: "/").last!) } + ["Package.swift"])
    XCTAssertEqual(try reached(["README.md": ""], manifest: "var x = 1"), all)
    XCTAssertEqual(
      try reached(["Package@swift-6.swift": ""]), all.union(["Package@swift-6.swift"]))
    XCTAssertEqual(try reached([".build/x.swift": "", "a/.b/c.c": ""], manifest: ""), all)
  }
}
