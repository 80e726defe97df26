import ContractKit
import Metrics

extension Recorder {
  /// What checks see of wrong arrays in the place of those that the real kernel gave.
  ///
  /// One array under several names is one array: a wrong one takes its place in all of its measurements. Only what a
  /// check names is measured.
  ///
  /// - Complexity: for each array and impostor, that of its measurements.
  func impostors() throws -> [String: Evidence.Impostors] {
    var found: [String: Evidence.Impostors] = [:]
    for array in measuredArrays {
      found[array.name] = Dictionary(
        uniqueKeysWithValues: try ImpostorName.allCases.map { name in
          switch Impostor(name, of: array, inputs: inputSamples) {
          case .notApplicable(let reason): return (name.rawValue, .notApplicable(reason))
          case .array(let sample):
            let measurements = try array.taken.map {
              ($0.name, Evidence.Measurement(try $0.measure(sample), over: nil))
            }
            return (name.rawValue, .measured(Dictionary(uniqueKeysWithValues: measurements)))
          }
        })
    }
    return found
  }

  /// The arrays that checks look at, each once.
  private var measuredArrays: [MeasuredArray] {
    let judged = Set(falsifier.checks.map(\.metric.value))
    return probes.flatMap { probe in
      var arrays: [MeasuredArray] = []
      for (sample, taken) in probe.taken where judged.contains(taken.name) {
        if let known = arrays.firstIndex(where: { $0.sample == sample }) {
          arrays[known].taken.append(taken)
        } else {
          let shape = probe.outputs.first { $0.sample == sample }?.shape ?? [sample.count]
          arrays.append(MeasuredArray(sample: sample, shape: shape, taken: [taken], checks: falsifier.checks))
        }
      }
      return arrays
    }
  }
}
