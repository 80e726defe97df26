import ContractKit
import Metrics

/// Collects what one falsifier measures, and makes evidence of it.
///
/// A falsifier hands over arrays; digests and metrics are computed here, so that no number in the
/// evidence was made up by a test.
public final class Recorder {
  let falsifier: Falsifier
  let contract: Contract
  /// Reads a file of the package, by its path from the root.
  let readFile: (String) throws -> [UInt8]
  /// How many calls were made so far of kernels that are not ours; nil where ours are tried.
  private let foreignCalls: (() -> Int)?
  /// The metrics of parts of an experiment in which no such kernel was called.
  private(set) var aloof: Set<String> = []

  private var inputs: [Evidence.Input] = []
  private var outputs: [Evidence.Output] = []
  private(set) var measurements: [String: Evidence.Measurement] = [:]
  /// Of the real kernels, in the order of judging.
  private(set) var probes: [Probe] = []
  /// The arrays among the inputs, in the order of recording.
  private(set) var inputSamples: [Sample] = []
  private(set) var comparisons: [String: Probe.Comparison] = [:]
  private var ulps: [String: Evidence.Histogram] = [:]
  private var bounds: [String: [NamedBound]] = [:]
  private var named: NamedBounds
  private var orders: [String: [String: Evidence.Measurement]] = [:]
  private var mutants: [String: Evidence.MutantRun] = [:]
  private(set) var notes: [String: String] = [:]
  /// The files of which some function was entered while a real kernel was measured, by absolute paths.
  private(set) var entered: Set<String> = []
  private let counted: CountedFunctions
  /// Raw inputs and outputs; filled only where the run is asked to keep them.
  private(set) var arrays: [(kind: String, name: String, sample: Sample)] = []

  /// The searches of its domains.
  let search: Search

  init(
    falsifier: Falsifier, contract: Contract, search: Search, foreignCalls: (() -> Int)? = nil,
    counted: CountedFunctions = .none, readFile: @escaping (String) throws -> [UInt8]
  ) {
    self.readFile = readFile
    self.foreignCalls = foreignCalls
    self.counted = counted
    self.falsifier = falsifier
    self.contract = contract
    self.search = search
    named = NamedBounds(falsifier)
  }

  /// Makes bound functions of the falsifier's own package known, which contracts can then name.
  ///
  /// - Throws: `FalsifierError.boundName` where a name has no `.`, or is taken.
  public func register(bound functions: BoundFunction...) throws {
    for function in functions {
      guard BoundFunction.isOwn(function.name) else {
        throw FalsifierError.boundName(
          function.name, problem: "a name of your own has a `.`, as in `\(contract.id).bound`")
      }
      guard BoundFunction.named(function.name, among: named.own) == nil else {
        throw FalsifierError.boundName(function.name, problem: "another one has this name")
      }
      named.own.append(function)
    }
  }

  /// What measures one kernel of this falsifier.
  func makeProbe() -> Probe { Probe(named) }

  /// The random numbers for a generator of this falsifier.
  ///
  /// The seed hangs on what the contract says of the inputs under `domain`, the least numbers left out, and on no prose.
  public func random(_ generator: String) -> SeededGenerator {
    if case .trial(let word?) = search.mode { return random(generator, beside: word) }
    return random(generator, beside: nil)
  }

  /// The same, with a word of its own in the seed: other cases of the same domain.
  func random(_ generator: String, beside word: String?) -> SeededGenerator {
    let drawn = String(decoding: (falsifier.domain?.drawn ?? .object([:])).compactBytes, as: UTF8.self)
    return SeededGenerator(
      contract: contract.id, falsifier: falsifier.id.value, generator: generator,
      domain: drawn + (word.map { "\n\($0)" } ?? ""))
  }

  /// Whether kernels that are not ours are in the place of the real ones: neither mutants nor implementations of ours
  /// are tried then.
  package var isTrial: Bool { if case .trial = search.mode { true } else { false } }

  /// Records an array that kernels are given.
  ///
  /// - Parameters:
  ///   - name: unique in the falsifier.
  ///   - generator: how it was made, such as a recipe of the contract.
  ///   - parameters: what the generator was told.
  ///   - seed: of the random numbers, where some were drawn.
  ///   - cases: how many separate cases the array holds.
  ///   - corners: how many of them lie in each declared corner of the domain.
  public func input<Element: SampleElement>(
    _ name: String, _ values: some Collection<Element>, generator: String, version: Int = 1,
    parameters: [String: String] = [:], seed: String? = nil, cases: Int = 1, shape: [Int]? = nil,
    corners: [String: Int] = [:]
  ) {
    let sample = Sample(values)
    input(
      name, sample, generator: generator, version: version, parameters: parameters, seed: seed, cases: cases,
      shape: shape ?? [sample.count], corners: corners)
  }

  /// The same of a sample.
  package func input(
    _ name: String, _ sample: Sample, generator: String, version: Int, parameters: [String: String], seed: String?,
    cases: Int, shape: [Int], corners: [String: Int]
  ) {
    precondition(!inputs.contains { $0.name == name }, "the input \(name) is recorded twice")
    precondition(shape.reduce(1, *) == sample.count, "\(name): shape \(shape) does not hold \(sample.count) elements")
    precondition(corners.values.allSatisfy { $0 <= cases }, "\(name): a corner has more cases than there are")
    inputSamples.append(sample)
    defer { sample.release() }
    inputs.append(
      Evidence.Input(
        name: name, generator: generator, generatorVersion: version, parameters: parameters, seed: seed, cases: cases,
        dtype: sample.dtype.rawValue, shape: shape, sha256: digest(of: sample, "inputs", name),
        classes: sample.classes, corners: corners))
  }

  /// Records raw bytes that kernels are given, such as quantized blocks.
  public func input(bytes: [UInt8], _ name: String, generator: String, parameters: [String: String] = [:]) {
    input(name, bytes.map { Int8(bitPattern: $0) }, generator: generator, parameters: parameters)
  }

  /// Records a file of weights by its digest; it is too large to be looked through.
  func record(weights name: String, bytes: Int, _ digest: Digest) {
    precondition(!inputs.contains { $0.name == name }, "the input \(name) is recorded twice")
    inputs.append(
      Evidence.Input(
        name: name, generator: "the file of weights", generatorVersion: 1, parameters: [:], seed: nil, cases: 1,
        dtype: "i8", shape: [bytes], sha256: digest, classes: [:], corners: [:]))
  }

  /// Measures the real kernel and, in the same way, its computation in other orders and each mutant.
  ///
  /// Executed, in the words of docs/verdicts.md, is what the call of `body` with the real kernel enters.
  ///
  /// - Parameters:
  ///   - real: the kernel that the claim is about.
  ///   - inOrder: the same computation with its sums in another order; it runs for the orders that the
  ///     contract lists. nil where this part of the falsifier has no tolerance.
  ///   - mutants: wrong kernels; each is named in the contract.
  ///   - body: runs a kernel, hands its outputs to the probe and compares them. It is called once
  ///     for the real kernel, once for each order and once for each mutant, and must do the same for
  ///     all.
  public func judge<Kernel>(
    _ real: Kernel, inOrder: ((SummationOrder) -> Kernel)? = nil, mutants: [Mutant<Kernel>],
    _ body: (Kernel, Probe) throws -> Void
  ) throws {
    // Only searches have cases to try where no evidence is written.
    if case .mutant(let name) = search.mode, let mutant = mutants.first(where: { $0.name == name }) {
      throw MutantFound(kernel: mutant.kernel)
    }
    guard search.mode.measuresAll else { return }
    let probe = makeProbe()
    let callsBefore = foreignCalls?()
    entered.formUnion(try counted.files(enteredBy: { try body(real, probe) }))
    if let callsBefore, callsBefore == foreignCalls?() { aloof.formUnion(probe.measurements.keys) }
    if !isTrial { probes.append(probe) }
    for (name, measurement) in probe.measurements {
      precondition(measurements[name] == nil, "\(name) is measured twice")
      measurements[name] = measurement
    }
    comparisons.merge(probe.comparisons) { first, _ in first }
    // Which bins are filled hangs on bits.
    if falsifier.varies == nil { ulps.merge(probe.ulps) { first, _ in first } }
    bounds.merge(probe.bounds) { first, _ in first }
    if case .screening(let depth) = search.mode {
      let violated = violated(probe.measurements)
      guard violated.isEmpty else { throw ScreenedViolation(falsifier: falsifier.id.value, metrics: violated) }
      if depth == .kernel { return }
    }
    outputs += probe.outputs.map {
      Evidence.Output(
        name: $0.name, dtype: $0.sample.dtype.rawValue, shape: $0.shape,
        sha256: falsifier.varies == nil ? digest(of: $0.sample, "outputs", $0.name) : nil)
    }
    if isTrial { return }
    if let inOrder {
      for order in SummationOrder.allCases where falsifier.orders.contains(where: { $0.value == order.name.rawValue }) {
        let reordered = makeProbe()
        try body(inOrder(order), reordered)
        orders[order.name.rawValue, default: [:]].merge(reordered.measurements) { first, _ in first }
      }
    }
    for mutant in mutants {
      guard falsifier.mutants.contains(where: { $0.value == mutant.name }) else {
        throw FalsifierError.unlistedMutant(mutant.name, falsifier: falsifier.id.value)
      }
      precondition(self.mutants[mutant.name] == nil, "the mutant \(mutant.name) is run twice")
      let mutated = makeProbe()
      do { try body(mutant.kernel, mutated) } catch {
        throw FalsifierError.mutantThrew(mutant.name, reason: "\(error)")
      }
      try Self.requireLike(mutated, probe, mutant: mutant.name)
      self.mutants[mutant.name] = Evidence.MutantRun(
        fault: mutant.fault, firstDifference: Self.firstDifference(probe, mutated),
        measurements: mutated.measurements,
        outputs: Dictionary(
          mutated.outputs.map { ($0.name, Self.digest(of: $0.sample)) }, uniquingKeysWith: { $1 }))
    }
  }

  /// Measures further runs of a real kernel whose bits vary, after `judge` has measured the first one: of each metric the
  /// worst value of all runs stays, rounded away from passing.
  ///
  /// - Throws: what `body` throws, and `FalsifierError.unlikeRun` where a run measures other metrics than the first.
  package func judge<Kernel>(furtherRuns runs: [Kernel], _ body: (Kernel, Probe) throws -> Void) throws {
    var all = measurements.mapValues { [$0] }
    for run in runs {
      let probe = makeProbe()
      try body(run, probe)
      guard Set(probe.measurements.keys) == Set(all.keys) else { throw FalsifierError.unlikeRun }
      for (name, measurement) in probe.measurements { all[name]?.append(measurement) }
    }
    for (name, values) in all {
      measurements[name] = WorstRun.worst(of: values, checks: falsifier.checks.filter { $0.metric.value == name })
    }
  }

  /// Measures something that no kernel of ours takes part in, such as a published figure.
  public func measure(_ body: (Probe) throws -> Void) throws {
    try judge((), mutants: []) { _, probe in try body(probe) }
  }

  /// Keeps a number that varies between machines: it goes to the run record, never to the evidence.
  public func note(_ name: String, _ value: some CustomStringConvertible) { notes[name] = value.description }

  /// The evidence of what was recorded.
  func evidence() -> Evidence {
    Evidence(
      contract: contract.id, falsifier: falsifier.id.value, level: falsifier.level(ofInputs: inputs.map(\.sha256)),
      inputs: inputs, outputs: outputs, measurements: measurements, ulps: ulps, bounds: bounds, orders: orders,
      mutants: mutants)
  }

  /// Compared are arrays of the same name, type and shape; anything else is no fault of the kernel, but
  /// another experiment.
  private static func requireLike(_ mutant: Probe, _ real: Probe, mutant name: String) throws {
    for output in mutant.outputs {
      guard let own = real.outputs.first(where: { $0.name == output.name }),
        own.sample.dtype == output.sample.dtype, own.shape == output.shape
      else {
        throw FalsifierError.unlikeOutput(
          mutant: name, output: output.name, shape: output.shape, dtype: output.sample.dtype.rawValue)
      }
    }
  }

  /// The digest of an array, which is kept where the run is asked to.
  private func digest(of sample: Sample, _ kind: String, _ name: String) -> Digest {
    if RunFolder.keepsArrays { arrays.append((kind, name, sample)) }
    return Self.digest(of: sample)
  }

  private static func digest(of sample: Sample) -> Digest {
    defer { sample.release() }
    return sample.withBytes { Digest(ofPieces: [$0]) }
  }

  private static func firstDifference(_ real: Probe, _ mutant: Probe) -> Evidence.MutantRun.Difference? {
    for output in real.outputs {
      guard let other = mutant.outputs.first(where: { $0.name == output.name })?.sample else { continue }
      let sample = output.sample
      defer {
        sample.release()
        other.release()
      }
      // Digits are made for one element only: an array may have ten million.
      let shared = min(sample.count, other.count)
      guard
        let index = sample.firstDifference(from: other) ?? (sample.count == other.count ? nil : shared)
      else { continue }
      return Evidence.MutantRun.Difference(
        output: output.name, index: index, real: index < sample.count ? sample.hexadecimal(index) : "none",
        mutant: index < other.count ? other.hexadecimal(index) : "none")
    }
    return nil
  }
}
