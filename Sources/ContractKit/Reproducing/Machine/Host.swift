/// The machine that this process runs on, as run records and witnesses name it.
package enum Host {
  /// Such as `x86_64` or `aarch64`.
  package static let architecture = Shell.firstLine(["uname", "-m"], folder: "/") ?? "unknown"

  /// The operating system with its version.
  package static var system: String { Surroundings.system }

  /// The processor's name; `unknown` where the system does not tell it in the usual place.
  package static var processor: String {
    #if os(macOS)
      Shell.firstLine(["sysctl", "-n", "machdep.cpu.brand_string"], folder: "/") ?? "unknown"
    #else
      description.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        .map { String($0.trimmingPrefix { $0.isWhitespace }) } ?? "unknown"
    #endif
  }

  /// What the processor has, as the system names it, in lower case and without underscores.
  package static let features = features(in: description)

  /// The features that a description names.
  package static func features(in description: String) -> Set<String> {
    // Linux writes avx512_vnni, and avx512bw.
    Set(ProjectVariation.plain(description).split { !($0.isLetter || $0.isNumber) }.map(String.init))
  }

  /// The compiler's own words, such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`; nil where there is none on PATH.
  package static var toolchain: String? { Shell.firstLine(["swift", "--version"], folder: "/") }

  /// What the system says of the processor: /proc/cpuinfo, or its counterpart.
  private static let description: String = {
    #if os(macOS)
      let words = ["sysctl", "-n", "machdep.cpu.features", "machdep.cpu.leaf7_features"]
      return String(decoding: Shell.output(words, folder: "/") ?? [], as: UTF8.self)
    #else
      return Surroundings.processorDescription
    #endif
  }()
}
