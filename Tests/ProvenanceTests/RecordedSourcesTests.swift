import Base
import Foundation
import XCTest

@testable import Provenance

/// What a recording depends on: docs/evidence-keys.md, "Recordings".
final class RecordedSourcesTests: XCTestCase {
  private func reached(
    _ files: [String: String], from run: [String], file: StaticString = #filePath, line: UInt = #line
  ) throws -> Set<String> {
    let package = try SourcePackage(self, files, manifest: nil)
    let sources = RecordedSources(Checkout(root: package.root))
    let scripts = try sources.scripts(namedBy: run)
    return Set(try sources.reached(from: scripts, scripts: scripts))
  }

  func testStartFiles() throws {
    let package = try SourcePackage(
      self,
      [
        "tests/test_a.py": "", "record.jl": "", "tools/record/__main__.py": "", "tools/record/__init__.py": "",
        "tools/other.py": "", "build/record": "", "data.bin": "a\0b",
      ], manifest: nil)
    let sources = RecordedSources(Checkout(root: package.root))
    func scripts(_ run: String...) throws -> [String] { try sources.scripts(namedBy: run) }
    XCTAssertEqual(try scripts("python3", "-m", "pytest", "tests/test_a.py::test_b"), ["tests/test_a.py"])
    XCTAssertEqual(try scripts("python3", "./tests/test_a.py", "tests/test_a.py"), ["tests/test_a.py"])
    XCTAssertEqual(try scripts("julia", "record.jl", "tests/test_a.py"), ["record.jl", "tests/test_a.py"])
    XCTAssertEqual(
      try scripts("python3", "-m", "tools.record").sorted(), ["tools/record/__init__.py", "tools/record/__main__.py"])
    XCTAssertEqual(try scripts("python3", "-m", "tools.other"), ["tools/other.py"])
    for none in [["build/record"], ["data.bin"], ["../x"], ["none"], ["tests"], ["::"], ["python3", "-m", "."]] {
      XCTAssertEqual(try sources.scripts(namedBy: none), [], "\(none)")
    }
    try package.link("link.py", to: "tests/test_a.py")
    XCTAssertThrowsError(try scripts("link.py")) { XCTAssertEqual($0 as? KeyProblem, .link("link.py")) }
  }

  func testPythonIsFollowedByWords() throws {
    let files = [
      "tests/test_a.py": "from pkg.deep import kernel\nimport importlib\nimportlib.import_module('lazily')\n",
      "src/pkg/__init__.py": "", "src/pkg/deep/__init__.py": "from . import relative\n", "src/pkg/deep/kernel.py": "",
      "src/pkg/deep/relative.py": "", "src/lazily.py": "import native\n", "src/native.c": "#include \"native.h\"\n",
      "src/native.h": "", "src/other.py": "", "src/pkg/other/__init__.py": "", "conftest.py": "import support\n",
      "support.py": "", "pyproject.toml": "readme = 'README.md'\n", "README.md": "", "tests/deep/conftest.py": "",
      "node_modules/kernel.py": "", "build/lib/kernel.py": "", "venv/pyvenv.cfg": "", "venv/kernel.py": "",
      "contracts/kernel.py": "", "src/__pycache__/kernel.py": "",
    ]
    XCTAssertEqual(
      try reached(files, from: ["tests/test_a.py"]),
      [
        "tests/test_a.py", "src/pkg/__init__.py", "src/pkg/deep/__init__.py", "src/pkg/deep/kernel.py",
        "src/pkg/deep/relative.py", "src/lazily.py", "src/native.c", "src/native.h", "conftest.py", "support.py",
        "pyproject.toml",
      ])
  }

  func testCIsFollowedByIncludesAndStems() throws {
    let files = [
      "record.sh": "cmake -S . -B build && build/record # as tests/notes.txt says.\n",
      "CMakeLists.txt": "add_subdirectory(tests)\ninclude(cmake/flags.cmake)\n",
      "cmake/flags.cmake": "set(A ${CMAKE_SOURCE_DIR}/cmake/list.txt)", "cmake/list.txt": "src/never.c",
      "tests/CMakeLists.txt": "add_executable(record record.cpp)\n", "tests/notes.txt": "",
      "tests/record.cpp":
        "#include <lib/scale.h>\n # include\t\"near.hpp\"\n#include \"../lone.h\"\n#include <math.h>\n",
      "tests/near.hpp": "#include \"none.h\"\n", "include/lib/scale.h": "", "src/scale.cpp": "#include \"inner.h\"",
      "src/inner.h": "", "lone.h": "", "src/never.c": "", "src/other/near.hpp": "", "build/record": "",
      "build/Makefile": "src/never.c",
    ]
    XCTAssertEqual(
      try reached(files, from: ["sh", "record.sh"]),
      [
        "record.sh", "CMakeLists.txt", "cmake/flags.cmake", "cmake/list.txt", "tests/CMakeLists.txt", "tests/notes.txt",
        "tests/record.cpp", "tests/near.hpp", "include/lib/scale.h", "src/scale.cpp", "src/inner.h", "lone.h",
      ])
  }

  func testIncludesThatAMacroNames() throws {
    let files = ["a.c": "#include KERNEL\n", "b.h": "", "c.cuh": "", "d.c": "", "e.txt": ""]
    XCTAssertEqual(try reached(files, from: ["a.c"]), ["a.c", "b.h", "c.cuh"])
    XCTAssertEqual(
      IncludeDirective.all(in: Array("#include \"a\"\n#  import<b>\n#included \"c\"\n#include \"d\n#embed <e>".utf8)),
      [
        .init(header: "a", isQuoted: true), .init(header: "b", isQuoted: false), .init(header: nil, isQuoted: false),
        .init(header: "e", isQuoted: false),
      ])
  }

  func testRunsOfPathCharacters() {
    XCTAssertEqual(
      PathRun.all(in: Array("cd ${ROOT}/a/b; x='c-d.e+f' ... see g.txt. é/h".utf8)),
      ["cd", "ROOT", "/a/b", "x", "c-d.e+f", "see", "g.txt", "é/h"])
  }

  // MARK: Keys

  private func key(_ package: SourcePackage, implementation: [String] = ["src"]) throws -> EvidenceKey {
    try KeyBook(root: package.root).key(
      of: .init(
        .run(["python3", "tests/test_a.py"]), falsifier: "F", implementation: implementation, fixtures: ["data"],
        metrics: ["max_abs_error"]))
  }

  private static let files = [
    "tests/test_a.py": "from kernel import f\nmeasure('bits_differing')\n", "src/kernel.py": "def f(): ...\n",
    "src/native.c": "// a comment\nint x;\n", "data/a.csv": "1\n", "pyproject.toml": "a = 1\n", "unrelated.py": "",
    "tests/Fixtures/ExactCases/F.jsonl": "{}\n",
  ]

  func testMembers() throws {
    let key = try key(try SourcePackage(self, Self.files, manifest: nil))
    XCTAssertEqual(
      key.members.map { "\($0.name): \($0.kind.rawValue)" },
      [
        "data/a.csv: an input", "metric#bits_differing: how it is measured", "metric#max_abs_error: how it is measured",
        "pyproject.toml: how it is built", "recorder: how it is measured", "src/kernel.py: what it runs",
        "src/native.c: what it runs", "tests/Fixtures/ExactCases/F.jsonl: an input",
        "tests/test_a.py: the falsifier's own source",
      ])
    XCTAssertEqual(key.paths.map(\.isReached), [true])
    XCTAssertTrue(key.reachesKernels)
  }

  func testWhatMovesAKey() throws {
    let package = try SourcePackage(self, Self.files, manifest: nil)
    let before = try key(package)
    for (path, text, moves) in [
      ("unrelated.py", "x = 1\n", false), ("src/native.c", "// another\nint x;\n", false),
      ("src/__pycache__/kernel.pyc", "x", false), ("src/native.c", "int y;\n", true),
      ("src/kernel.py", "# a comment\n", true),
      ("src/new.txt", "x", true), ("pyproject.toml", "a = 2\n", true), ("data/a.csv", "2\n", true),
    ] {
      let package = try SourcePackage(self, Self.files.merging([path: text]) { $1 }, manifest: nil)
      XCTAssertEqual(try key(package).digest != before.digest, moves, path)
    }
    XCTAssertFalse(try key(package, implementation: ["unrelated.py"]).paths[0].isReached)
  }

  /// Sources in languages that are not followed count by their bare text as well, and name no metrics.
  func testSourcesThatAreNotFollowed() throws {
    let files = Self.files.merging(["src/a.swift": "// max_ulps\nlet a = 1\n", "src/b.S": "b:\n"]) { $1 }
    let before = try key(try SourcePackage(self, files, manifest: nil))
    let swift = before.members.first { $0.name == "src/a.swift" }
    XCTAssertEqual(swift?.value, Digest(of: "let a = 1\n".utf8).description)
    for (path, text, moves) in [
      ("src/a.swift", "// another\nlet a = 1\n", false), ("src/b.S", "// a comment\nb:\n", false),
      ("src/a.swift", "let a = 2\n", true), ("src/b.S", "c:\n", true),
    ] {
      let now = try key(try SourcePackage(self, files.merging([path: text]) { $1 }, manifest: nil))
      XCTAssertEqual(now.digest != before.digest, moves, path)
      XCTAssertEqual(now.implementation != before.implementation, moves, path)
    }
  }

  func testWithoutAScriptThereIsNoKey() throws {
    let package = try SourcePackage(self, Self.files, manifest: nil)
    let request = KeyBook.Request(
      .run(["python3", "none.py"]), falsifier: "F", implementation: [], fixtures: [], metrics: [])
    XCTAssertThrowsError(try KeyBook(root: package.root).key(of: request)) {
      XCTAssertEqual($0 as? KeyProblem, .noScript("python3 none.py"))
    }
  }
}
