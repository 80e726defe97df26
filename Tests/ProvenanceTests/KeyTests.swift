import Base
import XCTest

@testable import Provenance

/// "The key" of docs/evidence-keys.md: its members, its digest, and what moves it.
final class KeyTests: XCTestCase {
  // MARK: The vector of the page

  private let digestOfTheVector = "d6447d6f631d17aaf8b0db0adf1470646e991a3af22c6f8f7f6041de42b6d213"
  private let keyOfTheVector = "04d2d943e10563efe611d42d19a41c2b3304bfca550057bce8d7367233b3769a"

  func testTheDocumentHoldsTheVectorsTestedHere() throws {
    let root = try XCTUnwrap(PackageRoot.above(#filePath))
    let text = String(decoding: try Files.read("\(root)/docs/evidence-keys.md"), as: UTF8.self)
    XCTAssertTrue(text.contains("pv-key/1\n\(digestOfTheVector)  a.swift\n1  recorder\n"), digestOfTheVector)
    XCTAssertTrue(text.contains("its digest is `\(keyOfTheVector)`"), keyOfTheVector)
  }

  func testTheVectorOfThePage() {
    let file = SourceFile(path: "a.swift", bytes: Array("// a\nlet a = 1  \n".utf8))
    XCTAssertEqual(file.digest.description, digestOfTheVector)
    let key = EvidenceKey(
      members: [
        .init(name: "recorder", value: "1", kind: .recorder),
        .init(name: "a.swift", value: file.digest.description, kind: .falsifier),
      ], implementation: file.digest, reachesKernels: false, paths: [])
    XCTAssertEqual(key.digest.description, keyOfTheVector)
    XCTAssertEqual(key.names, ["a.swift", "recorder"])
    XCTAssertEqual(
      Digest(of: Array("pv-key/1\n\(digestOfTheVector)  a.swift\n1  recorder\n".utf8)).description, keyOfTheVector)
  }

  func testMembersAreSortedByTheirUTF8Bytes() {
    let names = ["b", "a", "A", "é", "a/b", "a.b", "a#b", "\u{FFFD}", "\u{1F600}"]
    let key = EvidenceKey(
      members: names.map { .init(name: $0, value: "1", kind: .source) }, implementation: Digest(of: []),
      reachesKernels: false, paths: [])
    XCTAssertEqual(key.names, ["A", "a", "a#b", "a.b", "a/b", "b", "é", "\u{FFFD}", "\u{1F600}"])
  }

  // MARK: Members

  private func digest(_ path: String) throws -> String {
    Digest(of: Array(try XCTUnwrap(SourcePackage.files[path]).utf8)).description
  }

  func testTheMembersOfAFalsifier() throws {
    let key = try SourcePackage(self, changing: [:]).key()
    XCTAssertEqual(
      key.names,
      [
        "Package.swift#C", "Package.swift#Kernels", "Package.swift#T", "Sources/C/include/c.h", "Sources/C/kernel.c",
        "Sources/C/lanes.h", "Sources/C/other.c", "Sources/Kernels/Array.swift", "Sources/Kernels/Helper.swift",
        "Sources/Kernels/Kernel.swift", "Tests/T/Own.swift", "recorder",
      ])
    XCTAssertEqual(key["Sources/C/kernel.c"], try digest("Sources/C/kernel.c"))
    XCTAssertEqual(key["recorder"], MeasurementVersions.recorder)
    XCTAssertTrue(key.reachesKernels)
    func kinds(_ kind: EvidenceKey.Kind) -> [String] { key.members.filter { $0.kind == kind }.map(\.name) }
    XCTAssertEqual(kinds(.falsifier), ["Tests/T/Own.swift"])
    XCTAssertEqual(kinds(.build).count, 3)
    XCTAssertEqual(kinds(.recorder), ["recorder"])
    XCTAssertEqual(kinds(.source).count, 7)
  }

  func testThePartOfATargetIsAMember() throws {
    let package = try SourcePackage(self, changing: [:])
    let manifest = Manifest(Array(SourcePackage.manifest.utf8))
    XCTAssertEqual(
      try package.key()["Package.swift#C"], Digest(of: manifest.part(of: manifest.targets[0]).bytes).description)
  }

  func testAllAtAndBelowAnImplementationPathAreMembers() throws {
    let package = try SourcePackage(self, changing: ["Sources/C/notes.txt": "// x\n", "Sources/C/deep/d.txt": "d"])
    let key = try package.key(implementation: ["Sources/C"])
    XCTAssertNotNil(key["Sources/C/never.c"])
    XCTAssertEqual(key["Sources/C/notes.txt"], Digest(of: Array("// x\n".utf8)).description, "no source: its bytes")
    XCTAssertNotNil(key["Sources/C/deep/d.txt"])
    XCTAssertEqual(try package.key(implementation: ["Sources/C/"]).text, key.text)
    let files = ["Sources/C/notes.txt", "Sources/C/deep/d.txt", "Sources/C/never.c"]
    XCTAssertEqual(key.paths.map(\.path), ["Sources/C"])
    XCTAssertTrue(Set(files).isSubset(of: key.paths[0].files), "\(key.paths)")
    let flat = try package.key(implementation: ["Sources/C/*"])
    XCTAssertEqual(Set(key.names).subtracting(flat.names), ["Sources/C/deep/d.txt"])
    XCTAssertNotNil(flat["Sources/C/never.c"])
    let one = try package.key(implementation: ["Sources/C/never.c"])
    XCTAssertEqual(Set(one.names).subtracting(try package.key().names), ["Sources/C/never.c"])
    XCTAssertEqual(try package.key(implementation: ["Sources/C/never.c/"]).digest, one.digest)
  }

  func testImplementationPathsAreStartFiles() throws {
    let package = try SourcePackage(
      self,
      changing: [
        "lib/other/Far.swift": "func far() { near() }", "lib/other/Near.swift": "func near() {}",
        "lib/other/Operator.swift": "infix operator +++", "lib/other/Rest.swift": "",
      ])
    let more = Set(try package.key(implementation: ["lib/other/Far.swift"]).names).subtracting(try package.key().names)
    XCTAssertEqual(
      more, ["Package.swift#Other-One", "lib/other/Far.swift", "lib/other/Near.swift", "lib/other/Operator.swift"])
  }

  func testFixturesAreMembersByTheirBytes() throws {
    let package = try SourcePackage(self, changing: ["data/a.json": "{}", "data/b/c.bin": "c"])
    let key = try package.key(fixtures: ["data/", "Sources/C/lanes.h", "lib/other/Far.swift"])
    XCTAssertEqual(key["data/a.json"], Digest(of: Array("{}".utf8)).description)
    XCTAssertNotNil(key["data/b/c.bin"])
    XCTAssertEqual(key["Sources/C/lanes.h"], try digest("Sources/C/lanes.h"))
    XCTAssertNotNil(key["Package.swift#Other-One"], "the targets of fixtures count")
    XCTAssertNil(key["lib/other/Near.swift"], "fixtures reach nothing")
    XCTAssertEqual(key.members.filter { $0.kind == .input }.count, 4)
    // A comment moves what is a fixture, though it is also reached.
    try package.write("Sources/C/lanes.h", "// x\n" + (SourcePackage.files["Sources/C/lanes.h"] ?? ""))
    let moved = try package.key(fixtures: ["data/", "Sources/C/lanes.h", "lib/other/Far.swift"])
    XCTAssertNotEqual(moved.digest, key.digest)
    XCTAssertNotEqual(moved["Sources/C/lanes.h"], try package.key()["Sources/C/lanes.h"])
  }

  func testExactCasesAreAFixture() throws {
    let package = try SourcePackage(self, changing: [:])
    let before = try package.key()
    let path = "Tests/T/Fixtures/ExactCases/F.jsonl"
    try package.write("Tests/T/Fixtures/ExactCases/Other.jsonl", "x")
    XCTAssertEqual(try package.key(), before)
    try package.write(path, "// x\n")
    XCTAssertEqual(try package.key()[path], Digest(of: Array("// x\n".utf8)).description)
    XCTAssertEqual(KeyBook.exactCases(testFile: "Tests/T/Own.swift", falsifier: "F"), path)
    XCTAssertEqual(KeyBook.exactCases(testFile: "Own.swift", falsifier: "F"), "Fixtures/ExactCases/F.jsonl")
    try package.remove(path)
    try package.link(path, to: "Other.jsonl")
    XCTAssertThrowsError(try package.key())
  }

  func testMetricsAreThoseThatChecksAndSourcesName() throws {
    let own = "import Kernels\nfinal class Own { func testA() { kernel(); probe.compare(a, to: b, .maxULPs) } }"
    let package = try SourcePackage(
      self, changing: ["Tests/T/Own.swift": own, "data/x.swift": "countVariants", "Sources/C/other.c": "int sha256;"])
    func metrics(_ key: EvidenceKey) -> [String] { key.names.filter { $0.hasPrefix("metric#") } }
    XCTAssertEqual(metrics(try package.key()), ["metric#max_ulps", "metric#sha256"])
    let key = try package.key(fixtures: ["data", "Sources/C/other.c"], metrics: ["rms_error", "no_metric"])
    XCTAssertEqual(metrics(key), ["metric#max_ulps", "metric#rms_error"])
    XCTAssertEqual(key["metric#rms_error"], MeasurementVersions.metrics.first { $0.name == "rms_error" }?.version)
    try package.write("Tests/T/Own.swift", own + "\n// nmse\ncountOutside(\"sum\")\n")
    XCTAssertEqual(
      metrics(try package.key()),
      ["metric#bound_ratio", "metric#max_ulps", "metric#outside_bound", "metric#sha256", "metric#sum"],
      "comment lines name nothing, strings do")
  }

  func testWhereTheManifestCannotBeFollowedItIsAMemberAsAWhole() throws {
    let manifest = "// x\nvar package = 1\n"
    let package = try SourcePackage(self, changing: ["README.md": ""], manifest: manifest)
    let key = try package.key()
    XCTAssertEqual(Set(key.names), Set(SourcePackage.files.keys).union(["Package.swift", "recorder"]))
    XCTAssertEqual(key["Package.swift"], Digest(of: Array("var package = 1\n".utf8)).description)
    try package.write("Package.swift", "var package = 1 \r\n// y")
    XCTAssertEqual(try package.key(), key)
    try package.write("lib/other/Far.swift", "x")
    XCTAssertNotEqual(try package.key().digest, key.digest)
  }

  func testStartFilesAreMembersWhereverTheyStand() throws {
    for manifest in [SourcePackage.manifest, "var x = 1"] {
      let package = try SourcePackage(self, changing: [".hidden/h.c": "int h;"], manifest: manifest)
      XCTAssertNil(try package.key()[".hidden/h.c"])
      XCTAssertNotNil(try package.key(implementation: [".hidden"])[".hidden/h.c"], manifest)
    }
  }

  func testAFalsifierOutsideOfTargets() throws {
    let package = try SourcePackage(self, ["Tests/X/deep/Own.swift": "kernel()"])
    let key = try package.key("X")
    XCTAssertEqual(key.names, ["Tests/X/deep/Own.swift", "recorder"])
    XCTAssertFalse(key.reachesKernels)
  }

  func testAFalsifierAtTheRoot() throws {
    let manifest = SourcePackage.manifest.replacingOccurrences(of: "./lib/other/", with: ".")
    let package = try SourcePackage(self, ["Own.swift": "kernel()"], manifest: manifest)
    XCTAssertEqual(try package.key("Other_One").names, ["Own.swift", "Package.swift#Other-One", "recorder"])
    XCTAssertEqual(try package.key("Other_One").members.first?.kind, .falsifier)
  }

  func testTheFirstFileOfATestClassCounts() throws {
    let package = try SourcePackage(
      self, ["Tests/T/b/Own.swift": "b", "Tests/T/a/Own.swift": "a", "Tests/T/Owned.swift": ""])
    XCTAssertEqual(try package.key().names.filter { $0.hasPrefix("Tests") }, ["Tests/T/a/Own.swift"])
    XCTAssertEqual(KeyBook(root: package.root).testFile(module: "T", className: "Own"), "Tests/T/a/Own.swift")
    XCTAssertNil(KeyBook(root: package.root).testFile(module: "T", className: "None"))
    XCTAssertNil(KeyBook(root: package.root).testFile(module: "T", className: "ned"))
    try package.write("Tests/T/Z/Own.swift", "z")
    XCTAssertEqual(try package.key().names.filter { $0.hasPrefix("Tests") }, ["Tests/T/Z/Own.swift"], "by bytes")
  }

  /// Names that are equal as texts and differ in their bytes are two files.
  func testNamesThatDifferInTheirBytesAloneAreTwoFiles() throws {
    let names = ["Sources/Kernels/\u{E9}.swift", "Sources/Kernels/e\u{301}.swift"]
    let package = try SourcePackage(self, changing: [names[0]: "func helper(a: Int) {}"])
    try package.write(names[1], "func helper(b: Int) {}")
    guard try Files.names(in: "\(package.root)/Sources/Kernels").count == 6 else {
      throw XCTSkip("the file system takes them for one")
    }
    let key = try package.key()
    let found = key.members.filter { $0.name.hasSuffix("\u{E9}.swift") }
    XCTAssertEqual(found.map { Array($0.name.utf8) }, [names[1], names[0]].map { Array($0.utf8) })
    try package.write(names[1], "func helper(c: Int) {}")
    XCTAssertNotEqual(try package.key().digest, key.digest)
    try package.write(names[1], "func helper(b: Int) {}")
    XCTAssertEqual(try package.key().digest, key.digest)
    try package.write(names[0], "func helper(c: Int) {}")
    XCTAssertNotEqual(try package.key().digest, key.digest)
  }

  /// Marks that join the byte before them hide a slash or a dot from a search for characters.
  func testNamesThatBeginWithAMarkAreLikeOthers() throws {
    let mark = "\u{301}"
    let paths = ["Sources/Kernels/\(mark)a.swift", "Sources/Kernels/\(mark)b/a.swift"]
    let package = try SourcePackage(
      self,
      changing: [
        paths[0]: "func helper(a: Int) {}", paths[1]: "func helper(b: Int) {}",
        "Sources/Kernels/.\(mark)c.swift": "func helper(c: Int) {}", "data/\(mark)/d": "",
      ])
    let key = try package.key(implementation: ["Sources/Kernels/\(mark)b/"], fixtures: ["data/\(mark)"])
    let found = key.members.map { Array($0.name.utf8) }.filter { $0.contains(0xCC) }
    XCTAssertEqual(found, (paths + ["data/\(mark)/d"]).map { Array($0.utf8) })
  }

  // MARK: Unreached implementations

  func testPathsThatTheFalsifierDoesNotReachAreNamed() throws {
    let package = try SourcePackage(self, changing: ["Sources/Kernels/notes.txt": ""])
    let paths = [
      "Sources/Kernels", "lib/other", "lib/other/", "Sources/C/never.c", "Sources/C", "Sources/Kernels/notes.txt",
      "Tests/T/Own.swift",
    ]
    XCTAssertEqual(
      try package.key(implementation: paths).paths.filter { !$0.isReached }.map(\.path),
      ["lib/other", "lib/other/", "Sources/C/never.c", "Sources/Kernels/notes.txt"])
    XCTAssertEqual(try package.key().paths, [])
  }

  func testTheImplementationsDigestIsOfWhatItReachesByItself() throws {
    let package = try SourcePackage(self, changing: [:])
    let paths = ["Sources/Kernels/Kernel.swift"]
    let before = try package.key(implementation: paths).implementation
    try package.write("Tests/T/Own.swift", (SourcePackage.files["Tests/T/Own.swift"] ?? "") + "let x = 1\n")
    XCTAssertEqual(try package.key(implementation: paths).implementation, before)
    try package.write("Package.swift", SourcePackage.manifest.replacingOccurrences(of: "-O3", with: "-O2"))
    XCTAssertEqual(try package.key(implementation: paths).implementation, before, "no flags")
    try package.write("Sources/C/kernel.c", (SourcePackage.files["Sources/C/kernel.c"] ?? "") + "int x;\n")
    XCTAssertNotEqual(try package.key(implementation: paths).implementation, before)
    let lines = [("Sources/C/never.c", try digest("Sources/C/never.c"))]
    XCTAssertEqual(
      try package.key(implementation: ["Sources/C/never.c"]).implementation,
      Digest(of: Array(("pv-implementation/1\n" + lines.map { "\($1)  \($0)\n" }.joined()).utf8)))
    XCTAssertEqual(try package.key().implementation, Digest(of: Array("pv-implementation/1\n".utf8)))
  }

  // MARK: What moves a key

  private func key(_ changes: [String: String], manifest: String = SourcePackage.manifest) throws -> Digest {
    try SourcePackage(self, changing: changes.merging(["data/a.json": "{}"]) { first, _ in first }, manifest: manifest)
      .key(implementation: ["Sources/Kernels/Kernel.swift"], fixtures: ["data"]).digest
  }

  private func touched(_ path: String, _ change: (String) -> String) throws -> [String: String] {
    [path: change(try XCTUnwrap(SourcePackage.files[path]))]
  }

  func testHarmlessEditsMoveNoKey() throws {
    let before = try key([:])
    for changes in [
      try touched("Sources/C/kernel.c") { "// a\n" + $0 },
      try touched("Sources/Kernels/Helper.swift") { $0 + "\n\n // b \n" },
      try touched("Sources/C/lanes.h") { $0.replacingOccurrences(of: "\n", with: "\r\n") },
      try touched("Tests/T/Own.swift") { $0.replacingOccurrences(of: "\n", with: " \t\n") },
      try touched("Sources/C/never.c") { $0 + "int y;" }, ["README.md": "x"], ["Sources/C/README.md": "x"],
      ["Sources/FalsifierKit/K.swift": ""], ["lib/other/Far.swift": ""], ["Tests/T/Support.swift": "struct Other {}"],
      ["Sources/Kernels/Unused.swift": "public struct NotNamed { var a = 1 }"], [".build/x.swift": ""],
      ["contracts/c.yaml": "x"],
    ] { XCTAssertEqual(try key(changes), before, "\(changes)") }
  }

  func testWhatCanChangeAMeasurementMovesTheKey() throws {
    let before = try key([:])
    var seen: Set = [before]
    for changes in [
      try touched("Sources/C/kernel.c") { $0 + "int y;\n" },
      try touched("Sources/Kernels/Helper.swift") { $0.replacingOccurrences(of: "1", with: "2") },
      try touched("Sources/C/include/c.h") { $0 + "#define X\n" },
      try touched("Tests/T/Own.swift") { " " + $0 }, try touched("Sources/C/lanes.h") { "/* */" + $0 },
      ["data/a.json": "{} "], ["data/b": ""], ["data/a.json": "{}\n"], ["Tests/T/Fixtures/ExactCases/F.jsonl": ""],
      ["Sources/Kernels/New.swift": "func helper() -> Float { 1 }"],
      ["Sources/Kernels/New.swift": "prefix operator ++"],
    ] { XCTAssertTrue(seen.insert(try key(changes)).inserted, "\(changes)") }
  }

  func testOfTheManifestTheReachedTargetsCount() throws {
    let before = try key([:])
    for (old, new, moves) in [
      ("-O3", "-O2", true), ("-O0", "-O1", false), ("exact: \"1.0.0\"", "exact: \"1.0.1\"", true),
      ("from: \"2", "from: \"3", false), ("let flags", "// x\nlet flags", false), ("6.2", "6.3", true),
      ("    .testTarget", "    .target(name: \"New\"),\n    .testTarget", false), (".v15", ".v16", true),
      ("path: \"./lib/other/\"", "path: \"./lib/other/\", swiftSettings: [.unsafeFlags([\"-Ounchecked\"])]", false),
      ("cSettings: flags", "cSettings:\n  flags", false), ("cSettings: flags", "cSettings: []", true),
      ("\"Kernels\"]", "\"Kernels\", \"Other-One\"]", true), ("name: \"p\"", "name: \"q\"", false),
      ("name: \"p\"", "name: \"p\", products: []", false),
      ("name: \"p\"", "name: \"p\", cLanguageStandard: .c11", true),
    ] as [(String, String, Bool)] {
      let range = try XCTUnwrap(SourcePackage.manifest.range(of: old))
      let manifest = SourcePackage.manifest.replacingCharacters(in: range, with: new)
      XCTAssertEqual(try key([:], manifest: manifest) != before, moves, new)
    }
    let crlf = SourcePackage.manifest.replacingOccurrences(of: "\n", with: " \r\n")
    XCTAssertEqual(try key([:], manifest: crlf), before)
  }

  func testABookGivesTheKeysOfItsFirstLook() throws {
    let package = try SourcePackage(self, changing: [:])
    let book = KeyBook(root: package.root)
    let request = KeyBook.Request(
      .test(module: "T", className: "Own"), falsifier: "F", implementation: [], fixtures: [], metrics: [])
    let first = try book.key(of: request)
    try package.write("Sources/C/kernel.c", "int y;")
    XCTAssertEqual(try book.key(of: request), first)
    XCTAssertNotEqual(try package.key().digest, first.digest)
  }
}
