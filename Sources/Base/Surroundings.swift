// The small Foundation where there is one: a program that links the whole carries 30 MB of ICU's tables.
#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What the process finds around itself: environment variables, processors, host and system.
public enum Surroundings {
  /// The environment variables of this process.
  public static var variables: [String: String] { ProcessInfo.processInfo.environment }

  /// How many processors this process may run on; at least 1.
  public static var processors: Int { ProcessInfo.processInfo.activeProcessorCount }

  /// The name of the machine in its network.
  public static var hostName: String { ProcessInfo.processInfo.hostName }

  /// The program of this process, as others can start it.
  public static var program: String {
    GivenPath.resolved("/proc/self/exe") ?? PathText.absolute(CommandLine.arguments.first ?? "")
  }

  /// The operating system with its version, such as `Debian GNU/Linux 12 (bookworm)`.
  public static var system: String { ProcessInfo.processInfo.operatingSystemVersionString }

  /// What Linux says of the processors, /proc/cpuinfo; empty elsewhere.
  ///
  /// Files below /proc say that they have no bytes, so that `Files.read` gives none of them.
  public static var processorDescription: String {
    (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
  }

  /// The time now in UTC to the second, as ISO 8601 has it: `2026-11-30T09:00:00Z`.
  public static var time: String { Date.now.formatted(.iso8601) }
}

extension Files {
  /// Removes a file, or a folder with all that is in it; links are removed, not followed.
  ///
  /// - Throws: what the system says.
  public static func remove(_ path: String) throws { try FileManager.default.removeItem(atPath: path) }
}
