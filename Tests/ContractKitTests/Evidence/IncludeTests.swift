import XCTest

@testable import ContractKit

/// What implementation files include is watched like the files themselves.
final class IncludeTests: XCTestCase {
  private func entries(_ files: [String: String], _ implementation: [String]) throws -> [String] {
    let folder = try TemporaryFolder(self)
    for (file, text) in files { try folder.write(file, Array(text.utf8)) }
    return SourceDigest.entries(
      testFile: "Tests/T.swift", falsifier: "F", implementation: implementation, root: folder.path)
  }

  func testLocalHeadersAreWatchedThroughOneAnother() throws {
    let found = try entries(
      [
        "Sources/C/k.c": "#include \"a.h\"\n  # include <stdio.h>\n// #include \"not.h\"\n",
        "Sources/C/a.h": "#include \"sub/b.h\"\n", "Sources/C/include/sub/b.h": "#include \"../../../D/d.h\"\n",
        "Sources/D/d.h": "", "Sources/C/not.h": "", "Sources/C/stdio.h": "",
      ], ["Sources/C/k.c"])
    XCTAssertEqual(
      found,
      ["Tests/T.swift", "Sources/C/a.h", "Sources/C/include/sub/b.h", "Sources/C/k.c", "Sources/D/d.h"])
  }

  func testAModuleIsMoreThanTheFilesAtItsTop() throws {
    let files = [
      "Sources/Models/m.swift": "import Kernels\n", "Sources/Kernels/k.swift": "", "Sources/Kernels/Dot/d.swift": "",
    ]
    XCTAssertEqual(
      try entries(files, ["Sources/Models/"]),
      ["Tests/T.swift", "Sources/Kernels/", "Sources/Kernels/*", "Sources/Models/"])
  }

  func testModulesOfThePackageAreWatchedWhereSwiftImportsThem() throws {
    let found = try entries(
      [
        "Sources/K/k.swift": "import Foundation\n@testable import Lane\npublic import struct Deep.T\n// import No\n",
        "Sources/Lane/l.swift": "import Deeper\n", "Sources/Deep/d.swift": "", "Sources/Deeper/d.swift": "",
        "Sources/No/n.swift": "",
      ], ["Sources/K"])
    XCTAssertEqual(
      found, ["Tests/T.swift", "Sources/Deep/", "Sources/Deeper/", "Sources/K/", "Sources/Lane/"])
  }

  func testNothingOutsideThePackageIsIncluded() throws {
    XCTAssertEqual(
      try entries(["Sources/C/k.c": "#include \"../../../etc/passwd\"\n#include \"/etc/passwd\"\n"], ["Sources/C/"]),
      ["Tests/T.swift", "Sources/C/"])
  }
}
