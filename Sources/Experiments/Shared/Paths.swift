import Measuring
import Metrics

/// A kernel on each path that this machine has (by instruction set, or by number of threads): one
/// output a path, all of the same inputs.
package typealias Paths<Element> = @Sendable () throws -> [[Element]]

extension Mutant {
  /// The kernel with its last path computing something else: what a fault in one file of CKernels is.
  ///
  /// - Parameter wrong: the output of the faulty path.
  package static func lastPath<Element>(
    _ name: String, _ fault: String, of real: @escaping Paths<Element>,
    wrong: @escaping @Sendable () throws -> [Element]
  ) -> Mutant where Kernel == Paths<Element> {
    Mutant(name, "on the last path, \(fault)") {
      var outputs = try real()
      outputs[outputs.count - 1] = try wrong()
      return outputs
    }
  }
}

extension Recorder {
  /// Counts the paths that differ from the reference, as `SUBJECT.variants_differing`, for the real
  /// kernel and for one with a fault on its last path.
  package func judgePaths<Element: SampleElement>(
    _ subject: String, _ real: @escaping Paths<Element>, differingFrom reference: [Element],
    mutants: [Mutant<Paths<Element>>]
  ) throws {
    // Implementations of ours say nothing of a kernel that is not.
    if isTrial { return }
    try judge(real, mutants: mutants) { paths, probe in
      let outputs = try paths()
      probe.output(subject.isEmpty ? "last path" : "last path, \(subject)", outputs.last ?? [])
      probe.countVariants(subject, outputs, differingFrom: reference)
    }
  }

  /// The same, where the falsifier judges the paths of one kernel only.
  package func judgePaths<Element: SampleElement>(
    _ real: @escaping Paths<Element>, differingFrom reference: [Element], mutants: [Mutant<Paths<Element>>]
  ) throws {
    try judgePaths("", real, differingFrom: reference, mutants: mutants)
  }
}
