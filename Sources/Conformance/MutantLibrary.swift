import ContractKit
import Experiments
import Measuring

/// The mutants of the contracts as kernels of a library: what shows that `pv conform` sees what the falsifiers see.
package enum MutantLibrary {
  /// The falsifiers that libraries are tried on, each with the mutants that its contract lists.
  package static var all: [(falsifier: String, mutants: [String])] {
    get throws {
      try ExperimentCatalogue.all.map { entry in
        let contract = try ShippedFiles.contract(entry.experiment.contract, in: nil).contract
        return (entry.experiment.falsifier, contract.falsifier(entry.experiment.falsifier)?.mutants.map(\.value) ?? [])
      }
    }
  }

  /// Our kernels with one mutant among them; nil where no function of a library can have its fault.
  package static func kernels(falsifier: String, mutant: String) throws -> KernelsOnTrial? {
    guard let entry = ExperimentCatalogue.all.first(where: { $0.experiment.falsifier == falsifier }) else { return nil }
    let contract = try ShippedFiles.contract(entry.experiment.contract, in: nil).contract
    guard let declared = contract.falsifier(falsifier) else { return nil }
    return try KernelsOnTrial.with(mutantOf: entry.experiment) { body in
      try entry.experiment.mutant(
        mutant, declared, in: contract, readFile: { ShippedFiles.file(endingIn: $0)?.bytes ?? [] }, body)
    }
  }
}
