import ContractKit

/// A mutant that was looked for, thrown by the part of an experiment that tries it.
struct MutantFound: Error, @unchecked Sendable {
  let kernel: Any
}

extension Experiment {
  /// The kernel of a mutant, by its name in the contract; nil where no part tries it.
  ///
  /// - Parameter body: is given the recorder first, for what a kernel needs beside itself.
  /// - Throws: what the experiment throws before it comes to the mutant.
  package func mutant(
    _ name: String, _ falsifier: Falsifier, in contract: Contract, readFile: @escaping (String) throws -> [UInt8],
    _ body: (Recorder) throws -> Void = { _ in }
  ) throws -> Any? {
    let exact = try ExactCases(path: "", falsifier: falsifier.id.value, bytes: [])
    let recorder = Recorder(
      falsifier: falsifier, contract: contract, search: Search(mode: .mutant(name), exact: exact), readFile: readFile)
    try body(recorder)
    do { try self.body(recorder) } catch let found as MutantFound { return found.kernel }
    return nil
  }
}
