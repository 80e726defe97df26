import ContractKit
import Kernels

/// The machine that a library was tried on.
struct Machine: Equatable, Sendable {
  let architecture: String
  /// The instruction sets that our kernels have code for here.
  let features: [String]
  let system: String

  /// This one.
  static var current: Machine {
    Machine(
      architecture: Host.architecture, features: Implementation.available.map(\.rawValue), system: Host.system)
  }
}
