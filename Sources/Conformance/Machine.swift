import Kernels

/// The machine that a library was tried on.
enum Machine {
  /// The instruction sets that it has code for here.
  static var features: [String] { Implementation.available.map(\.rawValue) }
}
