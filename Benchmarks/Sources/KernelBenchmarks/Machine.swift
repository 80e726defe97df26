import CBenchmarkBLAS
import Foundation
import Kernels

/// What a number is worth only together with.
struct Machine: Codable {
  let processor: String
  let processors: Int
  let paths: [String]
  let openBLAS: String
  let system: String

  static func current() -> Machine {
    let information = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let fields = information.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
    func field(_ name: String) -> String? {
      fields.first { $0[0].trimmingCharacters(in: .whitespaces) == name }?.last
        .map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let model = field("model").map {
      ", family \(field("cpu family") ?? "?") model \($0) stepping \(field("stepping") ?? "?")"
    }
    return Machine(
      processor: (field("model name") ?? "unknown processor") + (model ?? ""),
      processors: ProcessInfo.processInfo.activeProcessorCount,
      paths: Implementation.available.map(\.rawValue),
      openBLAS: "\(String(cString: openblas_get_config())), \(String(cString: openblas_get_corename()))",
      system: ProcessInfo.processInfo.operatingSystemVersionString)
  }

  var line: String {
    "\(processor); \(processors) processors; \(paths.joined(separator: " ")); \(openBLAS); \(system)"
  }
}
