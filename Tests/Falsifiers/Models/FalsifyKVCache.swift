import FalsifierKit
import ModelFixtures
import Models
import Traces
import XCTest

/// Falsifiers of contracts/kv-cache-equivalence-v1.yaml.
final class FalsifyKVCache: FalsifierCase {
  private static let contract = "kv-cache-equivalence-v1"

  func testFalsifyKVCACHE001() throws {
    try falsify("FALSIFY-KVCACHE-001", in: Self.contract) { run in
      let tokens = TinyModel.tokens(run, count: 11)[0]
      let splits = [[11], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], [4, 1, 6], [10, 1], [1, 10]]
      let whole = try ForwardPath.allCases.map { try CacheKernels.pass(Qwen2Make.decoder($0), tokens) }
      let neo = try CacheKernels.pass(GPTNeoDecoder(GPTNeoFixture().model(), capacity: 24), tokens)
      try run.judge(CacheKernels.real, mutants: CacheMutants.all) { (kernel: CacheKernel, probe) in
        for (path, expected) in zip(ForwardPath.allCases, whole) {
          let results = try splits.flatMap { try kernel(Qwen2Make.decoder(path), tokens, $0) }
          probe.output(path.rawValue, results)
          try probe.compare(path.rawValue, results, to: splits.flatMap { _ in expected }, .bitsDiffering)
        }
        let model = try GPTNeoFixture().model()
        let results = try splits.flatMap { try kernel(GPTNeoDecoder(model, capacity: 24), tokens, $0) }
        probe.output("gpt_neo", results)
        try probe.compare("gpt_neo", results, to: splits.flatMap { _ in neo }, .bitsDiffering)
      }
    }
  }
}
