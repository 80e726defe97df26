import Foundation

/// The machine that this process runs on, as run records and witnesses name it.
public enum Host {
  /// Such as `x86_64` or `aarch64`.
  public static let architecture = Shell.firstLine(["uname", "-m"], folder: "/") ?? "unknown"

  /// The operating system with its version.
  public static var system: String { ProcessInfo.processInfo.operatingSystemVersionString }

  /// The processor's name; `unknown` where the system does not tell it in the usual place.
  public static var processor: String {
    #if os(macOS)
      Shell.firstLine(["sysctl", "-n", "machdep.cpu.brand_string"], folder: "/") ?? "unknown"
    #else
      description.split(separator: "\n").first { $0.hasPrefix("model name") }?.split(separator: ":").last
        .map { $0.trimmingCharacters(in: .whitespaces) } ?? "unknown"
    #endif
  }

  /// The instruction sets that kernels have code for and this processor has, in ascending order.
  public static var instructionSets: [String] {
    InstructionSets.available(architecture: architecture, features: description)
  }

  /// The path that kernels choose where none is named: the one forced by `KERNELS_IMPLEMENTATION`,
  /// else the last of `instructionSets`.
  public static var variant: String {
    ProcessInfo.processInfo.environment["KERNELS_IMPLEMENTATION"] ?? instructionSets.last ?? "scalar"
  }

  /// The compiler's own words, such as `Swift version 6.3.1 (swift-6.3.1-RELEASE)`; nil where there is none on PATH.
  public static var toolchain: String? { Shell.firstLine(["swift", "--version"], folder: "/") }

  /// What the system says of the processor: /proc/cpuinfo, or its counterpart.
  private static let description: String = {
    #if os(macOS)
      let words = ["sysctl", "-n", "machdep.cpu.features", "machdep.cpu.leaf7_features"]
      return String(decoding: Shell.output(words, folder: "/") ?? [], as: UTF8.self)
    #else
      // Files below /proc say that they have no bytes, so that Files.read gives none of them.
      return (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    #endif
  }()
}
