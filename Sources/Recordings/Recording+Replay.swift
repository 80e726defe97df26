import ContractKit
import Measuring
import Metrics

extension Recording {
  /// Has the recorder measure what was recorded, as if the kernels ran now.
  ///
  /// Arrays stay in their files, and are in memory while they are looked at: the two that a metric compares, or one beside a
  /// wrong copy of it. Where there is a bound for each element, it is kept as well, in binary64.
  ///
  /// - Throws: `RecordingError`, and what the recorder does.
  package func replay(into recorder: Recorder, of falsifier: Falsifier) throws {
    for input in inputs {
      let sample = try input.array.sample()
      try checkDomain(input, sample, falsifier)
      recorder.input(
        input.name, sample, generator: input.generator, version: input.version, parameters: input.parameters,
        seed: input.seed, cases: input.cases, shape: input.array.shape, corners: input.corners)
    }
    var known: [String: Sample] = [:]
    func read(_ array: RecordedArray) throws -> Sample {
      if let sample = known[array.name] { return sample }
      let sample = try array.sample()
      known[array.name] = sample
      return sample
    }
    func body(_ kernel: Kernel, _ probe: Probe) throws {
      let outputs = try kernel.outputs.mapValues { try $0.sample() }
      for name in kernel.names { probe.output(name, outputs[name]!, shape: kernel.outputs[name]!.shape) }
      var bounds: Set<String> = []
      for measure in measures {
        // Of two entries of one subject the first evaluates both.
        if measure.isBound, !bounds.insert(measure.subject).inserted { continue }
        try measure.take(probe, outputs: outputs, read: read)
      }
      for (name, value) in asserted { probe.assert(name, value) }
    }
    // A contract that lists one twice is a finding, and no reason to run it twice.
    let names = Set(falsifier.mutants.map(\.value)).sorted(by: Files.utf8Order)
    let mutants = names.map { name in
      Measuring.Mutant(name, self.mutants[name]!.fault, self.mutants[name]!.kernel)
    }
    try recorder.judge(real[0], inOrder: { self.orders[$0.name.rawValue]! }, mutants: mutants, body)
    if real.count > 1 { try recorder.judge(furtherRuns: Array(real.dropFirst()), body) }
    for (name, value) in notes { recorder.note(name, value) }
    if let executed { recorder.note("coverage", executed.tool) }
  }

  /// Whether all files are still as they were when their heads were read. Asked when everything is measured, wrong arrays
  /// included: arrays are read more than once, and what is measured must be what the digests are of.
  ///
  /// - Throws: `RecordingError`.
  func requireUnchanged() throws { for array in arrays { try array.requireUnchanged() } }

  /// An input holds no NaN and no infinity where its domain names classes of numbers, and not these.
  private func checkDomain(_ input: Input, _ sample: Sample, _ falsifier: Falsifier) throws {
    guard let domain = falsifier.domain?.inputs.first(where: { $0.name.value == input.name })?.input,
      !domain.classes.isEmpty, sample.dtype.isFloat
    else { return }
    let classes = Set(domain.classes.map(\.value))
    func find(_ name: String, _ word: String, _ isOne: (Double) -> Bool) throws {
      guard !classes.contains(name) else { return }
      try sample.forEachPiece { first, values in
        guard let index = values.firstIndex(where: isOne) else { return }
        throw RecordingError(
          input.array.path, array: input.array.name,
          "element \(first + index) of the input \(input.name) is \(word), which its domain does not name",
          help: "draw no such numbers, or add `\(name)` to its `classes` in the contract")
      }
    }
    try find("nan", "NaN", \.isNaN)
    try find("infinite", "infinite", \.isInfinite)
  }
}
