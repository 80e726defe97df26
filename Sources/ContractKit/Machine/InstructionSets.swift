/// The instruction sets that kernels have code for, as a machine's own description names them.
public enum InstructionSets {
  /// Those that this kind of processor may have, in ascending order.
  public static func known(architecture: String) -> [String] {
    isArm(architecture) ? ["scalar", "neon"] : ["scalar", "avx2", "avx512", "avx512vnni"]
  }

  /// Those that a machine has, from the text of /proc/cpuinfo or the output of sysctl.
  ///
  /// The same conditions as those of the kernels' dispatch, which is not linked here.
  public static func available(architecture: String, features text: String) -> [String] {
    guard !isArm(architecture) else { return ["scalar", "neon"] }
    // Linux writes avx512_vnni, and avx512bw.
    let words = text.lowercased().filter { $0 != "_" }.split { !($0.isLetter || $0.isNumber) }
    let features = Set(words.map(String.init))
    func has(_ names: String...) -> Bool { names.allSatisfy { features.contains($0) } }
    let avx2 = has("avx2", "fma")
    let avx512 = avx2 && has("avx512f", "avx512bw", "avx512dq", "avx512vl")
    return ["scalar"] + (avx2 ? ["avx2"] : []) + (avx512 ? ["avx512"] : [])
      + (avx512 && has("avx512vnni") ? ["avx512vnni"] : [])
  }

  private static func isArm(_ architecture: String) -> Bool { ["aarch64", "arm64"].contains(architecture) }
}
