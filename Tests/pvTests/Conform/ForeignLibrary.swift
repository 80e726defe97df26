import Foundation
import XCTest

/// A shared library in C, compiled for one test.
struct ForeignLibrary {
  let path: String

  /// Compiles a file of Tests/pvTests/Libraries.
  ///
  /// - Parameters:
  ///   - fault: what FAULT is.
  ///   - known: what known.h says; the file is there only where it is given.
  init(_ file: String, fault: Int = 0, known: String? = nil, in folder: String) throws {
    path = "\(folder)/\(file)-\(fault).so"
    if let known { try Data(known.utf8).write(to: URL(fileURLWithPath: "\(folder)/known.h")) }
    try Self.run([
      "cc", "-std=gnu11", "-O2", "-w", "-shared", "-fPIC", "-DFAULT=\(fault)", "-I\(folder)",
      "-I\(Self.root)/Sources/CConformance/include", "-o", path, "\(Self.root)/Tests/pvTests/Libraries/\(file).c",
      "-lm",
      "-lpthread",
    ])
  }

  /// The package's root.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  /// Runs a command to its end.
  ///
  /// - Throws: where its exit code is not 0.
  static func run(_ words: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"]
    try process.run()
    process.waitUntilExit()
    struct Failed: Error { let command: String }
    guard process.terminationStatus == 0 else { throw Failed(command: words.joined(separator: " ")) }
  }
}
