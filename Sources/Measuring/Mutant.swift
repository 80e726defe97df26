/// A wrong kernel: it differs from the real one by one named fault alone.
///
/// A falsifier that cannot tell a mutant from the real kernel has not tried the claim. Filling an
/// output with zeros or NaN is no fault of a kind that happens; a swapped index is.
public struct Mutant<Kernel> {
  /// As the contract lists it, in snake case.
  public let name: String
  /// The fault in words, for reviewers.
  public let fault: String
  /// The kernel with the fault.
  public let kernel: Kernel

  /// A mutant of a kernel.
  public init(_ name: String, _ fault: String, _ kernel: Kernel) {
    self.name = name
    self.fault = fault
    self.kernel = kernel
  }
}

extension Mutant: Sendable where Kernel: Sendable {}
