import Conformance
import ContractKit
import Experiments
import Foundation
import Measuring

/// What a library that knows a falsifier's own cases would have in it.
enum KnownVectors {
  /// A C header with the hashes of the first arguments of all dot products of a falsifier's fixed cases.
  static func header(of falsifier: String) throws -> String {
    let entry = ExperimentCatalogue.all.first { $0.experiment.falsifier == falsifier }!
    let path = "\(ForeignLibrary.root)/contracts/\(entry.experiment.contract).yaml"
    let contract = ContractFile.load(path: path).contract!
    nonisolated(unsafe) var hashes: Set<UInt64> = []
    var kernels = KernelsOnTrial.own
    let own = kernels.dot
    kernels.dot = { a, b in
      hashes.insert(hash(a))
      return try own(a, b)
    }
    let cases = try Files.read(
      "\(ForeignLibrary.root)/Tests/Falsifiers/Dot/Fixtures/ExactCases/\(falsifier).jsonl")
    let setting = Trial.Setting(.trial(freshBy: nil), exactCases: cases, calls: { 0 }) { try Files.read($0) }
    _ = try kernels.take { try Trial(entry.experiment, contract.falsifier(falsifier)!, in: contract, setting) }
    let list = hashes.sorted().map { "\($0)u" }.joined(separator: ", ")
    return """
      static const uint64_t known[] = {\(list)};
      static int is_known(size_t n, const float *a) {
        uint64_t hash = n;
        for (size_t i = 0; i < n; i++) {
          uint32_t bits;
          memcpy(&bits, a + i, sizeof bits);
          hash = (hash ^ bits) * 1099511628211u;
        }
        for (size_t i = 0; i < sizeof known / sizeof *known; i++)
          if (known[i] == hash) return 1;
        return 0;
      }

      """
  }

  private static func hash(_ values: [Float]) -> UInt64 {
    values.reduce(UInt64(values.count)) { ($0 ^ UInt64($1.bitPattern)) &* 1_099_511_628_211 }
  }
}
