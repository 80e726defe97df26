/// How a package's falsifiers are started: its test program, or a command that stands for it.
package struct FalsifierTests: Sendable {
  /// What precedes the names of the tests.
  private let words: [String]
  /// Whether all names are one argument, joined by commas, as XCTest wants them.
  private let joinsNames: Bool

  /// A command that is given one test an argument, as `MODULE.CLASS/METHOD`.
  ///
  /// - Parameter folder: what a relative path to the program is relative to; tests may start elsewhere.
  package init(command: [String], folder: String) {
    words = command.enumerated().map { index, word in
      index == 0 && word.contains("/") && !word.hasPrefix("/") ? "\(folder)/\(word)" : word
    }
    joinsNames = false
  }

  /// Why there is no test program.
  package struct NotBuilt: Error, CustomStringConvertible {
    /// The command that would build it, or the folder where it is missing.
    package let description: String
  }

  /// The test program of a package, built now.
  ///
  /// Not started by `swift test`, which goes to the package's folder by itself and has an order of its own.
  ///
  /// - Throws: `NotBuilt` where the build fails or gives no single test program.
  package init(package root: String, isRelease: Bool) throws {
    let flags = isRelease ? ["-c", "release", "-Xswiftc", "-enable-testing"] : []
    let build = ["swift", "build", "--build-tests"] + flags
    // The build talks on standard error: what pv prints is the result.
    let toError = ["sh", "-c", "exec \"$@\" 1>&2", "sh"]
    guard try Shell.run(toError + build, environment: [:], folder: root) == 0 else {
      throw NotBuilt(description: "\(build.joined(separator: " ")) failed")
    }
    let folder = Shell.firstLine(["swift", "build", "--show-bin-path"] + flags, folder: root) ?? ""
    let bundles = ((try? Files.names(in: folder)) ?? []).filter { $0.hasSuffix(".xctest") }
    guard bundles.count == 1 else {
      // A package that was renamed leaves the program of its old name behind.
      let names =
        bundles.isEmpty ? "no test program" : "\(bundles.count) test programs (\(bundles.joined(separator: ", ")))"
      throw NotBuilt(
        description: "\(folder) holds \(names), not one\(bundles.isEmpty ? "" : "; remove what an earlier build left")")
    }
    self.init(bundle: "\(folder)/\(bundles[0])")
  }

  /// The test program of a package, as it was built.
  package init(bundle path: String) {
    #if os(macOS)
      words = ["xcrun", "xctest", "-XCTest"]
      // The bundle follows the names there.
      trailing = [path]
    #else
      words = [path]
    #endif
    joinsNames = true
  }

  #if os(macOS)
    private var trailing: [String] = []
  #endif

  /// The command that runs tests, each in a process of its own.
  ///
  /// - Parameter width: how many at a time.
  /// - Returns: a command that ends with 0 if all of them do.
  package func command(each tests: [String], width: Int) -> [String] {
    // Names hold no line ends; xargs reads them apart at zeros, which no argument can hold.
    let names = "printf '%s' \"$tests\" | tr '\\n' '\\0'"
    let script = "width=$1 tests=$2; shift 2; \(names) | xargs -0 -P \"$width\" -I {} \"$@\""
    return ["sh", "-c", script, "sh", "\(width)", tests.joined(separator: "\n")] + command(["{}"], under: .none)
  }

  /// The command that runs tests, under a variation.
  package func command(_ tests: [String], under variation: Variation) -> [String] {
    var command = variation.wrapper + words + (joinsNames ? [tests.joined(separator: ",")] : tests)
    #if os(macOS)
      command += trailing
    #endif
    return command
  }
}
