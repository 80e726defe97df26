import XCTest

@testable import Provenance

/// "Targets" of docs/evidence-keys.md, and the part of a target.
final class ManifestTests: XCTestCase {
  private let text = SourcePackage.manifest

  private func manifest(_ text: String) -> Manifest { Manifest(Array(text.utf8)) }

  /// The manifest with its first `old` replaced.
  private func changed(_ old: String, _ new: String) throws -> Manifest {
    let range = try XCTUnwrap(text.range(of: old), old)
    return manifest(text.replacingCharacters(in: range, with: new))
  }

  private func part(_ manifest: Manifest, _ target: Int) -> String {
    String(decoding: manifest.part(of: manifest.targets[target]).bytes, as: UTF8.self)
  }

  // MARK: What is read

  func testTargetsAreReadWithTheirKindsAndPaths() {
    let manifest = manifest(text)
    XCTAssertTrue(manifest.isFollowed)
    XCTAssertEqual(manifest.targets.map(\.kind), ["target", "target", "target", "testTarget"])
    XCTAssertEqual(manifest.targets.map(\.name), ["C", "Kernels", "Other-One", "T"])
    XCTAssertEqual(manifest.targets.map(\.path), [nil, nil, "lib/other", nil])
    XCTAssertEqual(manifest.targets.map(\.module), ["C", "Kernels", "Other_One", "T"])
    XCTAssertEqual(
      manifest.targets[3].places, ["Tests/T", "Sources/T", "Source/T", "src/T", "srcs/T"], "tests are in Tests first")
    XCTAssertEqual(manifest.targets[0].places, ["Sources/C", "Source/C", "src/C", "srcs/C"])
    XCTAssertEqual(manifest.targets[2].places, ["lib/other"])
  }

  func testAPathOfTheRoot() throws {
    XCTAssertEqual(try changed("./lib/other/", ".").targets[2].path, "")
    XCTAssertEqual(try changed("./lib/other/", "a//./b/").targets[2].path, "a/b")
    XCTAssertEqual(try changed("./lib/other/", "..a/b..").targets[2].path, "..a/b..")
  }

  func testAModuleHasNoOtherBytesThanAWord() throws {
    XCTAssertEqual(try changed("Other-One", "1.é b").targets[2].module, "1____b")
  }

  // MARK: What cannot be followed

  func testWhatCannotBeFollowedHasNoTargets() throws {
    for (old, new) in [
      ("let unused", "var unused"), ("let unused = ", "let unused: A, b = "),
      ("let unused", "let a = 1; let unused"), ("let unused", "@x let unused"), ("let unused = ", "let unused += "),
      ("let unused", "let (a, b)"), ("let unused", "let"),
      ("  ]\n)\n", "  ]\n)\nfor target in package.targets {}\n"), ("  ]\n)\n", "  ]\n) \n.foo\n"),
      ("  ]\n)\n", "  ]\n) .foo\n"), ("  ]\n)\n", "  ]\n) + x\n"),
      ("\"-O0\"", "{ package.name }"), ("\"-O0\"", "package"), ("\"-O0\"", "\"\"\"\n\"\"\""), ("\"-O0\"", "#\"a\"#"),
      ("\"-O0\"", "\"-O0"), ("\"-O0\"", "/*"), ("\"-O0\"", "("), ("\"-O0\"", ")"), ("\"-O0\"", "(]"),
      ("a comment", "a \"\"\""), ("a comment", "a #\""),
      ("targets: [", "targets: more + ["), ("targets: [", "targets: more"),
      ("dependencies: [\n", "dependencies: more + [\n"),
      ("    .testTarget(name: \"T\", dependencies: [\"Kernels\"]),\n  ]", "  ] + more"),
      ("(name: \"C\"", "(name: prefix + \"C\""), ("(name: \"C\"", "(name: \"C\\(1)\""),
      ("(name: \"C\"", "(name: \"\\u{43}\""),
      ("(name: \"C\"", "(\"C\""), ("(name: \"C\"", "(name: \"C\n\""), ("(name: \"C\"", "(name: C"),
      (".target(name: \"C\", cSettings: flags)", "c"), (".target(name: \"C\"", "Target.target(name: \"C\""),
      (".target(name: \"C\", cSettings: flags)", ".target(cSettings: flags)"),
      (".target(name: \"C\"", ".target[name: \"C\""),
      ("cSettings: flags)", "cSettings: flags).x"), ("\"./lib/other/\"", "folder"), ("\"./lib/other/\"", "\"../x\""),
      ("\"./lib/other/\"", "\"a/../x\""), ("\"./lib/other/\"", "\"/x\""), ("path: ", "plugins: [], path: "),
      (".target(name: \"C\"", ".macro(name: \"C\""), (".target(name: \"C\"", ".plugin(name: \"C\""),
      ("let package = ", "let p = "), ("let package = ", "let package: Package = "), ("= Package(", "= Package.init("),
      ("= Package(", "= Package["),
      ("name: \"p\", ", "\"p\", "), ("name: \"p\", ", "name: \"p\", name: \"q\", "), ("targets: [", "goals: ["),
      ("let unused", "let package = Package(targets: [])\nlet unused"),
      ("import PackageDescription", "PackageDescription"),
      ("import PackageDescription", "#if os(Linux)\n#endif"),
    ] {
      let manifest = try changed(old, new)
      XCTAssertFalse(manifest.isFollowed, new)
      XCTAssertEqual(manifest.targets.count, 0, new)
    }
    XCTAssertFalse(manifest("").isFollowed)
    XCTAssertFalse(manifest("let package = Package()").isFollowed)
  }

  func testWhatCanBeFollowed() throws {
    for (old, new) in [
      ("// a comment", "/* a /* nested */ comment */ //"), ("name: \"p\"", "name: \"a\\\"(\""),
      ("let unused", "import Foundation\nlet unused"), ("\"-O0\"", "/x.package"), ("\"-O0\"", "f(package: 1)"),
      ("\"-O0\"", "[1, 2]"), ("\"-O0\"", "{ 1; 2 }()"),
      ("\"-O0\"", "\n  \"-O0\"".replacingOccurrences(of: "\n  ", with: "")),
      ("(name: \"C\"", "(name: \"C\", name: \"D\""), ("import PackageDescription", "import PackageDescription // ;"),
      ("let unused", "let unused: String"), ("a comment", "é ö"),
    ] {
      let manifest = try changed(old, new)
      XCTAssertTrue(manifest.isFollowed, new)
      XCTAssertEqual(manifest.targets.map(\.name), ["C", "Kernels", "Other-One", "T"], new)
    }
    XCTAssertTrue(manifest(text.replacingOccurrences(of: "\n", with: "\r\n")).isFollowed)
    XCTAssertTrue(manifest("let package = Package(targets: [])").isFollowed)
    XCTAssertTrue(manifest("let package = Package(targets: [,])").targets.isEmpty)
  }

  // MARK: The part of a target

  func testThePartOfATargetHasTheConstantsThatItNames() {
    let heading = "// swift-tools-version: 6.2\nplatforms\n:\n[\n.\nmacOS\n(\n.\nv15\n)\n]\n"
    XCTAssertEqual(
      part(manifest(text), 0),
      heading + ".\ntarget\n(\nname\n:\n\"C\"\n,\ncSettings\n:\nflags\n)\n"
        + "let\nflags\n:\n[\nCSetting\n]\n=\n[\n.\nunsafeFlags\n(\n[\nlevel\n]\n)\n]\n" + "let\nlevel\n=\n\"-O3\"\n")
    XCTAssertEqual(manifest(text).part(of: manifest(text).targets[0]).member, "Package.swift#C")
    XCTAssertEqual(
      part(manifest(text), 3),
      heading + ".\ntestTarget\n(\nname\n:\n\"T\"\n,\ndependencies\n:\n[\n\"Kernels\"\n]\n)\n")
  }

  func testThePartOfATargetHasTheDependenciesThatItNames() throws {
    let big = ".\npackage\n(\nurl\n:\n\"https://example.org/Big.git\"\n,\nexact\n:\n\"1.0.0\"\n)\n"
    XCTAssertTrue(part(manifest(text), 1).hasSuffix("\"big\"\n)\n]\n)\n" + big))
    XCTAssertFalse(part(manifest(text), 3).contains("example"))
    // By the last part of a string, in whatever case, and by nothing else.
    for name in ["Big", "BIG", "big"] {
      XCTAssertTrue(part(try changed("\"big\"", "\"\(name)\""), 1).hasSuffix(big), name)
    }
    for name in ["Big.git", "Bigger", "example.org/Big", "bi"] {
      XCTAssertFalse(part(try changed("\"big\"", "\"\(name)\""), 1).contains("url"), name)
    }
    XCTAssertFalse(part(try changed("\"big\"", "big"), 1).contains("example"), "a word is no string")
    XCTAssertTrue(part(try changed("\"1.0.0\"", "\"x/C\""), 0).contains("example"), "any string of the element")
    XCTAssertTrue(part(try changed("\"-O3\"", "\"small\""), 0).hasSuffix("\"2.0.0\"\n)\n"), "a string of a constant")
  }

  func testWordsOfStringsNameConstants() throws {
    XCTAssertTrue(part(try changed("[\"Kernels\"]", "[\"Kernels-unused\"]"), 3).hasSuffix("let\nunused\n=\n\"-O0\"\n"))
    XCTAssertTrue(part(try changed("version: 6.2", "version: 6.2 level"), 3).hasSuffix("let\nlevel\n=\n\"-O3\"\n"))
  }

  func testConstantsStandInTheOrderOfTheFile() throws {
    let lines = part(try changed("\"-O0\"", "flags"), 0)
    XCTAssertFalse(lines.contains("unused"))
    let all = part(try changed("cSettings: flags", "cSettings: unused + level + flags"), 0)
    let order = ["let\nflags", "let\nlevel", "let\nunused"].compactMap { all.range(of: $0)?.lowerBound }
    XCTAssertEqual(order.count, 3)
    XCTAssertEqual(order, order.sorted())
  }

  func testCommentsAndBlanksAreInNoPart() throws {
    for (old, new) in [
      ("a comment", "another"), ("import Pack", "\n\nimport Pack"),
      ("name: \"C\", cSettings", "name:\"C\",\n  cSettings"),
      ("6.2\n", "6.2 \r\n"), ("let level", "let new = 1\nlet level"), ("\"-O0\"", "\"-O1\""),
      ("name: \"p\"", "name: \"q\", products: [.library(name: \"C\", targets: [\"C\"])]"),
      ("exact: \"1.0.0\"", "exact: \"1.0.1\""), (".target(name: \"Kernels\"", ".executableTarget(name: \"Kernels\""),
    ] {
      XCTAssertEqual(part(try changed(old, new), 0), part(manifest(text), 0), new)
    }
  }

  func testThePartHasTheBytesOfTheFile() throws {
    let one = try changed("cSettings: flags", "cSettings: [ö]")
    let other = try changed("cSettings: flags", "cSettings: [ä]")
    XCTAssertTrue(one.isFollowed && other.isFollowed)
    let bytes = one.part(of: one.targets[0]).bytes
    XCTAssertNotEqual(bytes, other.part(of: other.targets[0]).bytes)
    XCTAssertTrue(bytes.split(separator: UInt8(ascii: "\n")).contains([0xC3]), "a byte by itself")
    let odd = Manifest(
      Array("// ".utf8) + [0xFF] + Array("\nlet package = Package(targets: [.target(name: \"A\")])".utf8))
    XCTAssertEqual(odd.part(of: odd.targets[0]).bytes.prefix(5), [0x2F, 0x2F, 0x20, 0xFF, 0x0A])
  }

  // MARK: Folders

  func testTheFoldersOfTargets() throws {
    let package = try SourcePackage(
      self,
      [
        "Sources/C/a.c": "", "src/Kernels/k.swift": "", "Tests/T/t.swift": "", "Sources/T/no.swift": "",
        "lib/other/o.swift": "", "lib/other/.x/h.swift": "", "lib/other/o.txt": "",
      ])
    let map = try SourceMap(root: package.root)
    XCTAssertTrue(map.isFollowed)
    XCTAssertEqual(map.targets.map(\.folder), ["Sources/C", "src/Kernels", "lib/other", "Tests/T"])
    XCTAssertEqual(
      map.targets.map(\.sources),
      [["Sources/C/a.c"], ["src/Kernels/k.swift"], ["lib/other/o.swift"], ["Tests/T/t.swift"]])
  }

  func testATargetWithoutAFolderIsPassedOverAndALinkIsOne() throws {
    let package = try SourcePackage(self, ["Sources/Kernels": "", "Source/Kernels/k.swift": "", "lib/other": ""])
    try package.link("Sources/C", to: "../Source/Kernels")
    XCTAssertEqual(try SourceMap(root: package.root).targets.map(\.folder), ["Sources/C", "Source/Kernels"])
  }

  func testAFileBelongsToTheTargetsWithTheLongestFolder() throws {
    let nested = text.replacingOccurrences(of: "./lib/other/", with: "Sources/Kernels/other")
      .replacingOccurrences(of: ".target(name: \"C\", cSettings: flags)", with: ".target(name: \"C\", path: \".\")")
    let package = try SourcePackage(
      self,
      [
        "Sources/Kernels/k.swift": "", "Sources/Kernels/other/o.swift": "", "Sources/Kernels/others/p.swift": "",
        "x.c": "",
      ], manifest: nested)
    let map = try SourceMap(root: package.root)
    XCTAssertEqual(
      map.targets.map(\.sources),
      [
        ["Package.swift", "x.c"], ["Sources/Kernels/k.swift", "Sources/Kernels/others/p.swift"],
        ["Sources/Kernels/other/o.swift"],
      ])
    XCTAssertEqual(map.targets(of: "Sources/Kernels/other/a/b.txt"), [2])
    let shared = text.replacingOccurrences(of: "./lib/other/", with: "Sources/Kernels")
    let both = try SourceMap(root: try SourcePackage(self, ["Sources/Kernels/k.swift": ""], manifest: shared).root)
    XCTAssertEqual(both.targets(of: "Sources/Kernels/k.swift"), [0, 1])
  }

  func testOtherManifestsAreNotFollowed() throws {
    for name in ["Package@swift-6.swift", "Package@swift-5.9.2.swift", "Package@swift-.swift"] {
      let package = try SourcePackage(self, ["Sources/C/a.c": "", name: ""])
      XCTAssertFalse(try SourceMap(root: package.root).isFollowed, name)
      XCTAssertEqual(try SourceMap(root: package.root).targets.count, 0, name)
    }
    for name in ["Package@swift-6.swift.txt", "Package@swift6.swift", "Sources/Package@swift-6.swift"] {
      let package = try SourcePackage(self, ["Sources/C/a.c": "", name: ""])
      XCTAssertTrue(try SourceMap(root: package.root).isFollowed, name)
    }
  }

  func testAPackageWithoutAManifestHasNone() throws {
    let package = try SourcePackage(self, ["Sources/C/a.c": ""], manifest: nil)
    XCTAssertThrowsError(try SourceMap(root: package.root)) { XCTAssertEqual($0 as? KeyProblem, .noManifest) }
    try package.write("Elsewhere.swift", text)
    try package.link("Package.swift", to: "Elsewhere.swift")
    XCTAssertThrowsError(try SourceMap(root: package.root)) { XCTAssertEqual($0 as? KeyProblem, .noManifest) }
  }
}
