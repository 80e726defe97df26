import ContractKit
import Metrics

/// What a program has recorded of one falsifier: arrays, and what is what among them. See docs/recordings.md.
package struct Recording {
  /// The name and version of the form.
  package static let format = "pv-recording/1"

  /// An array that kernels were given.
  struct Input {
    let name: String
    let array: RecordedArray
    let generator: String
    let version: Int
    let parameters: [String: String]
    let seed: String?
    let cases: Int
    let corners: [String: Int]
  }

  /// What one kernel gave.
  struct Kernel {
    /// Such as `the mutant tail_dropped`, for messages.
    let title: String
    /// By name.
    let outputs: [String: RecordedArray]
    /// Sorted by their UTF-8 bytes.
    var names: [String] { outputs.keys.sorted(by: Files.utf8Order) }
  }

  /// A wrong kernel.
  struct Mutant {
    let fault: String
    let kernel: Kernel
  }

  /// What was executed, by the language's own coverage.
  struct Executed {
    let tool: String
    /// By path from the package's root.
    let lines: [String: [Int]]
  }

  /// The file that says all this.
  let file: String
  let inputs: [Input]
  /// One, or as many as `repeats` where bits vary.
  let real: [Kernel]
  let orders: [String: Kernel]
  let mutants: [String: Mutant]
  let measures: [RecordedMeasure]
  let asserted: [String: Double]
  let notes: [String: String]
  let executed: Executed?
  /// All of them.
  let arrays: [RecordedArray]

  /// Reads a recording, and checks it against the falsifier: what is missing or unlisted, and what does not fit together.
  ///
  /// - Parameters:
  ///   - path: the folder.
  ///   - run: the text that this run, and no other, gave to the program; nil where whoever recorded may have had none.
  /// - Throws: `RecordingError`.
  package init(folder path: String, of falsifier: Falsifier, in contract: Contract, run: String?) throws {
    let folder = RecordingFolder(path: path)
    file = folder.manifestPath
    let json: JSON
    let bytes = try folder.manifestBytes()
    do { json = try JSON.read(bytes) } catch {
      throw RecordingError(
        file, "\(error)", help: "it is JSON without fractions and exponents: numbers are texts or stand in arrays")
    }
    let top = try RecordingMembers(
      json, "", of: file,
      allowing: [
        "format", "run", "contract", "falsifier", "writer", "inputs", "kernels", "measure", "asserted", "notes",
        "executed",
      ])
    try Self.checkOrigin(top, falsifier, contract, run)
    inputs = try Self.inputs(top, folder)
    let kernels = try top.object("kernels", allowing: ["real", "orders", "mutants"])
    real = try Self.real(kernels, falsifier, folder)
    orders = try kernels.map("orders") {
      try Self.kernel($0.object($1, allowing: ["outputs"]), "the order \($1)", folder)
    }
    mutants = try kernels.map("mutants") { members, name in
      let mutant = try members.object(name, allowing: ["fault", "outputs"])
      return Mutant(fault: try mutant.text("fault"), kernel: try Self.kernel(mutant, "the mutant \(name)", folder))
    }
    measures = try top.list("measure").enumerated().map { try RecordedMeasure($1, "measure[\($0)]", folder) }
    asserted = try top.map("asserted") { members, name in
      guard let number = Double(try members.text(name)), number.isFinite else {
        throw members.error(name, "is not a decimal number", help: "write it as a text, such as \"1.25\"")
      }
      return number
    }
    notes = try top.map("notes") { try $0.text($1) }
    executed = try top.has("executed") ? Self.executed(top.object("executed", allowing: ["tool", "lines"])) : nil
    arrays = folder.arrays
    try check(falsifier)
  }

  // MARK: Reading

  private static func checkOrigin(
    _ top: RecordingMembers, _ falsifier: Falsifier, _ contract: Contract, _ run: String?
  ) throws {
    guard try top.text("format") == format else {
      throw top.error("format", "is not \(format)", help: "this pv reads no other format")
    }
    for (name, value) in [("contract", contract.id), ("falsifier", falsifier.id.value)] {
      let told = try top.text(name)
      guard told == value else {
        throw top.error(
          name, "is \(told), and \(value) was asked for",
          help: "take both from the file that PV_CLAIM names, and record one falsifier into one folder")
      }
    }
    if let run, try top.text("run") != run {
      throw top.error(
        "run", "belongs to another run", help: "take it from the file that PV_CLAIM names, and copy no recording")
    }
    if top.has("writer") {
      let writer = try top.object("writer", allowing: ["name", "version"])
      _ = (try writer.text("name"), try writer.text("version"))
    }
  }

  private static func inputs(_ top: RecordingMembers, _ folder: RecordingFolder) throws -> [Input] {
    var names: Set<String> = []
    return try top.list("inputs").enumerated().map { index, json in
      let input = try RecordingMembers(
        json, "inputs[\(index)]", of: top.file,
        allowing: ["name", "array", "generator", "version", "parameters", "seed", "cases", "corners"])
      let name = try input.text("name")
      guard names.insert(name).inserted else { throw input.error("name", "is \(name), as that of another input") }
      let cases = try input.has("cases") ? input.integer("cases") : 1
      guard cases > 0 else { throw input.error("cases", "is \(cases), and a case is the least") }
      let seed = try input.has("seed") ? input.text("seed") : nil
      if let seed, UInt64(seed, radix: 16) == nil {
        throw input.error("seed", "is not up to 16 hexadecimal digits", help: "take it from the seeded generator")
      }
      return Input(
        name: name, array: try folder.array(input.text("array")), generator: try input.text("generator"),
        version: try input.has("version") ? input.integer("version") : 1,
        parameters: try input.map("parameters") { try $0.text($1) }, seed: seed, cases: cases,
        corners: try input.map("corners") { try $0.integer($1) })
    }
  }

  private static func real(
    _ kernels: RecordingMembers, _ falsifier: Falsifier, _ folder: RecordingFolder
  ) throws -> [Kernel] {
    guard falsifier.varies != nil else {
      let real = try kernels.object("real", allowing: ["outputs", "repeats"])
      guard !real.has("repeats") else {
        throw real.error(
          "repeats", "is there, and the contract does not say that bits vary",
          help: "write `outputs` alone, or `bits: {vary: REASON}` in the contract")
      }
      return [try kernel(real, "the real kernel", folder)]
    }
    let real = try kernels.object("real", allowing: ["repeats"])
    let list = try real.list("repeats")
    guard list.count == falsifier.repeats else {
      throw real.error(
        "repeats", "has \(list.count) runs", help: "run the kernel \(falsifier.repeats) times: its bits vary")
    }
    return try list.enumerated().map { index, json in
      let place = real.path("repeats[\(index)]")
      let run = try RecordingMembers(json, place, of: real.file, allowing: ["outputs"])
      return try kernel(run, "run \(index + 1) of the real kernel", folder)
    }
  }

  private static func kernel(
    _ members: RecordingMembers, _ title: String, _ folder: RecordingFolder
  ) throws -> Kernel {
    guard members.has("outputs") else { throw members.error("outputs", "is missing") }
    return Kernel(title: title, outputs: try members.map("outputs") { try folder.array($0.text($1)) })
  }

  private static func executed(_ members: RecordingMembers) throws -> Executed {
    Executed(
      tool: try members.text("tool"),
      lines: try members.map("lines") { lines, path in
        try lines.list(path).map { line in
          guard let number = line.integer, number > 0 else {
            throw lines.error(path, "holds something that is not a number of a line")
          }
          return number
        }
      })
  }
}
