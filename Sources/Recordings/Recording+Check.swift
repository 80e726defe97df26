import ContractKit
import Metrics

extension Recording {
  /// Whether it has what the falsifier asks for, and whether its parts fit together.
  ///
  /// - Throws: `RecordingError`.
  func check(_ falsifier: Falsifier) throws {
    let id = falsifier.id.value
    try compare(
      Set(mutants.keys), Set(falsifier.mutants.map(\.value)), "kernels.mutants", "mutant", "mutants", id)
    try compare(Set(orders.keys), Set(falsifier.orders.map(\.value)), "kernels.orders", "order", "orders", id)
    guard !real[0].outputs.isEmpty else {
      throw RecordingError(file, "kernels.real has no output", help: "record what the kernel returns")
    }
    for kernel in real.dropFirst() + orders.sorted(by: { $0.key < $1.key }).map(\.value)
      + mutants.sorted(by: { $0.key < $1.key }).map(\.value.kernel)
    {
      try requireLike(kernel)
    }
    try checkMeasures(falsifier)
  }

  private func compare(
    _ recorded: Set<String>, _ listed: Set<String>, _ place: String, _ word: String, _ key: String, _ id: String
  ) throws {
    func names(_ set: Set<String>) -> String { set.sorted(by: Files.utf8Order).joined(separator: ", ") }
    let missing = listed.subtracting(recorded)
    guard missing.isEmpty else {
      throw RecordingError(
        file, "\(place) lacks the \(word) \(names(missing)), which \(id) lists", help: "record what it returns as well")
    }
    let unlisted = recorded.subtracting(listed)
    guard unlisted.isEmpty else {
      throw RecordingError(
        file, "\(place) has the \(word) \(names(unlisted)), which \(id) does not list",
        help: "list it under `\(key)` of the contract, or do not record it")
    }
  }

  /// Compared are arrays of the same name, type and shape; anything else is another experiment.
  private func requireLike(_ kernel: Kernel) throws {
    guard kernel.names == real[0].names else {
      throw RecordingError(
        file,
        "\(kernel.title) has the outputs \(kernel.names.joined(separator: ", ")), and the real kernel "
          + real[0].names.joined(separator: ", "), help: "record the same outputs of all kernels")
    }
    for (name, array) in kernel.outputs {
      let own = real[0].outputs[name]!
      guard array.dtype == own.dtype, array.shape == own.shape else {
        throw RecordingError(
          array.path, array: array.name,
          "\(kernel.title) gives \(name) as \(array.dtype.rawValue) \(array.shape), and the real kernel as "
            + "\(own.dtype.rawValue) \(own.shape)", help: "record arrays of the same type and shape")
      }
    }
  }

  private func checkMeasures(_ falsifier: Falsifier) throws {
    var names: Set<String> = Set(asserted.keys)
    var bounds: [String: RecordedMeasure] = [:]
    for measure in measures {
      try measure.check(real[0], file)
      if measure.isBound {
        // Both metrics come of one evaluation, and either may be named, or both.
        if let first = bounds[measure.subject], measure.isSameEvaluation(as: first) { continue }
        bounds[measure.subject] = measure
      }
      for name in measure.names where !names.insert(name).inserted {
        throw RecordingError(file, "\(measure.place) measures \(name) a second time", help: "measure or assert it once")
      }
    }
    for check in falsifier.checks where !names.contains(check.metric.value) {
      throw RecordingError(
        file, "nothing under `measure` gives \(check.metric.value), which a check of \(falsifier.id.value) names",
        help:
          "add {\"subject\": \"\(check.subject)\", \"metric\": \"\(MetricName.component(of: check.metric.value))\", …}")
    }
  }
}
