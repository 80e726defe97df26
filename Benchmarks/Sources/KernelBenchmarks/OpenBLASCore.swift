import CBenchmarkBLAS
import Foundation
import Kernels

/// The kernels that OpenBLAS has chosen for the processor.
///
/// It chooses when it is loaded, by family and model; on processors that are newer than it is, its oldest ones, beside
/// which a ratio says nothing. `OPENBLAS_CORETYPE` names others.
enum OpenBLASCore {
  /// The best of its names for the instruction sets of this processor; nil where its own choice stands.
  private static var best: String? {
    if Implementation.avx512.isAvailable { return "SkylakeX" }
    return Implementation.avx2.isAvailable ? "Haswell" : nil
  }

  /// Its choices that have the same instruction sets as `best`, or more.
  private static let equals = ["SkylakeX", "Cooperlake", "SapphireRapids"]

  /// Starts this program again with the best kernels, unless it has them or the environment names some.
  static func takeBest() {
    let variable = "OPENBLAS_CORETYPE"
    let current = String(cString: openblas_get_corename())
    guard let best, getenv(variable) == nil else { return }
    let isGood = best == "Haswell" ? current != "Prescott" && current != "Core2" : equals.contains(current)
    guard !isGood else { return }
    setenv(variable, best, 1)
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv("/proc/self/exe", &arguments)
    print("\(CommandLine.arguments[0]): OpenBLAS runs its kernels for \(current); set \(variable)=\(best)")
  }
}
