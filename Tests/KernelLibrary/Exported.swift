import Conformance
import Experiments
import Foundation

/// What the library exports: our kernels, or those with the mutant that PV_MUTANT names as FALSIFIER/MUTANT.
///
/// A mutant that no function of the header can have ends the process, so that nobody takes ours for it.
let exported: KernelsOnTrial = {
  guard let wanted = ProcessInfo.processInfo.environment["PV_MUTANT"] else { return .own }
  let parts = wanted.split(separator: "/").map(String.init)
  do {
    if parts.count == 2, let kernels = try MutantLibrary.kernels(falsifier: parts[0], mutant: parts[1]) {
      return kernels
    }
  } catch { FileHandle.standardError.write(Data("\(wanted): \(error)\n".utf8)) }
  exit(3)
}()
