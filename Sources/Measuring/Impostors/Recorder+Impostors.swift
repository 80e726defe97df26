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
            let measurements = try array.taken.map { taken in
              // The array may be that of an input.
              defer { [taken.expected, sample].forEach { $0?.release() } }
              return (taken.name, Evidence.Measurement(try taken.measure(sample), over: nil))
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
        let known = arrays.firstIndex { array in
          defer { array.sample.release() }
          return array.sample == sample
        }
        if let known {
          arrays[known].taken.append(taken)
        } else {
          arrays.append(
            MeasuredArray(sample: sample, shape: probe.shape(of: sample), taken: [taken], checks: falsifier.checks))
        }
      }
      return arrays
    }
  }
}
