import ContractKit

/// What libFuzzer calls with bytes of its own: they are the `recording.json` of a recording whose arrays are right, or, where
/// they begin as a file of NumPy does, the output of its kernel. Whatever is not refused is measured and judged.
///
/// scripts/fuzz compiles this file together with the sources of Recordings, so that the reader of recordings, the head of
/// arrays and the checks report which of their branches an input reached.
///
/// - Returns: 0, as libFuzzer wants it; what is wrong traps.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzRecording(_ start: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
  let bytes = Array(UnsafeBufferPointer(start: start, count: count))
  let isArray = bytes.starts(with: [0x93] + Array("NUMPY".utf8))
  _ = FuzzFolder.write("real.npy", isArray ? bytes : array([2, 4, 6, 8]))
  _ = FuzzFolder.write("recording.json", isArray ? Array(manifest.utf8) : bytes)
  do {
    let failures = try RecordingTrial.failures(
      folder: FuzzFolder.path, of: recorded.falsifier, in: recorded.contract, root: FuzzFolder.path)
    precondition(failures.allSatisfy { !$0.isEmpty })
  } catch let error as RecordingError {
    precondition(!error.reason.isEmpty && !error.help.isEmpty && error.file.hasPrefix(FuzzFolder.path), "\(error)")
  } catch { precondition(!"\(error)".isEmpty) }
  return 0
}

private let contractText = """
  metadata: {format: pv/1, version: "1.0.0", description: "Scaling", references: ["IEEE 754"]}
  equations:
    scale: {formula: "y = 2 x", domain: "finite x"}
  faults:
    - {class: tail_dropped, violates: [scale], mutants: [tail_dropped]}
  falsification_tests:
    - id: FALSIFY-SCALE-001
      rule: "Doubling"
      prediction: "no error above 0.5"
      binds_to: scale
      run: [sh, record.sh]
      domain:
        inputs: {x: {over: 4 f32, classes: [normal]}}
        over: {max_abs_error: 4 f32}
      checks: [{metric: max_abs_error, at_most: 0.5}]
      orders: [reversed]
      mutants: [tail_dropped]

  """

private let manifest = """
  {"format": "pv-recording/1", "run": "r", "contract": "scale-v1", "falsifier": "FALSIFY-SCALE-001",
   "inputs": [{"name": "x", "array": "x.npy", "generator": "given", "cases": 2}],
   "kernels": {"real": {"outputs": {"y": "real.npy"}}, "orders": {"reversed": {"outputs": {"y": "reversed.npy"}}},
     "mutants": {"tail_dropped": {"fault": "no tail", "outputs": {"y": "mutant.npy"}}}},
   "measure": [{"metric": "max_abs_error", "output": "y", "expected": "oracle.npy"}]}
  """

/// The one falsifier, with its package around the recording: contract, script and arrays are written once.
private let recorded: (falsifier: Falsifier, contract: Contract) = {
  let file = ContractFile(path: "\(FuzzFolder.path)/contracts/scale-v1.yaml", bytes: Array(contractText.utf8))
  guard let contract = file.contract, let falsifier = contract.falsifier("FALSIFY-SCALE-001") else {
    preconditionFailure("\(file.diagnostics.map(\.message))")
  }
  do { try Files.makeFolder("\(FuzzFolder.path)/contracts") } catch { preconditionFailure("\(error)") }
  _ = FuzzFolder.write("contracts/scale-v1.yaml", Array(contractText.utf8))
  _ = FuzzFolder.write("pv.yaml", [])
  _ = FuzzFolder.write("record.sh", Array("exit 0\n".utf8))
  for (name, values) in [
    ("x", [1, 2, 3, 4]), ("reversed", [2, 4, 6, 8.25]), ("mutant", [2, 4, 6, 0]), ("oracle", [2, 4, 6, 8]),
  ] as [(String, [Float])] {
    _ = FuzzFolder.write("\(name).npy", array(values))
  }
  return (falsifier, contract)
}()

/// A file of NumPy's format 1.0.
private func array(_ values: [Float]) -> [UInt8] {
  let header = "{'descr': '<f4', 'fortran_order': False, 'shape': (\(values.count),), }\n"
  var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8)
  for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes += $0 } }
  return bytes
}
