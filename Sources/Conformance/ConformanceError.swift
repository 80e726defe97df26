#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Why a library cannot be tried at all.
package enum ConformanceError: Error, Equatable, CustomStringConvertible {
  /// It is not there, or is none.
  case library(path: String, reason: String)
  case otherVersion(path: String, version: Int, own: Int)
  case noVersion(path: String)
  /// It ended, or never came back, while it was loaded.
  case loading(path: String, reason: String)
  case exportsNothing(path: String)
  /// A contract is not there or is none.
  case contract(String, reason: String)
  /// None of the names is that of something that can be tried.
  case unknown(kind: String, name: String, known: [String])
  case tooLarge(Int)
  case system(String, Int32)

  /// What is wrong, and the way out.
  package var description: String {
    switch self {
    case .library(let path, let reason): "\(path) \(reason)"
    case .otherVersion(let path, let version, let own):
      "\(path) was compiled with version \(version) of pv_kernels.h, and this pv calls version \(own): "
        + "compile it again with the header that `pv conform --header` prints"
    case .noVersion(let path):
      "\(path) exports no pv_kernels_version: add `int pv_kernels_version(void) { return PV_KERNELS_VERSION; }` "
        + "(in C++ with extern \"C\", and not static or hidden); `pv conform --header` prints the header"
    case .loading(let path, let reason): "\(path) \(reason) while it was being loaded, before any kernel was called"
    case .exportsNothing(let path):
      "\(path) exports none of the kernels of pv_kernels.h: `pv conform --header` prints their names"
    case .contract(let name, let reason): "\(name): \(reason)"
    case .unknown(let kind, let name, let known):
      "no \(kind) that can be tried is called \(name): there are \(known.joined(separator: ", "))"
    case .tooLarge(let bytes): "an array of \(bytes) bytes is too large to be handed over"
    case .system(let what, let code): "\(what): \(String(cString: strerror(code)))"
    }
  }
}
