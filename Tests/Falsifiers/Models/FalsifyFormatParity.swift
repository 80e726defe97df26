import FalsifierKit
import ModelFixtures
import Models
import Traces
import XCTest

/// Falsifiers of contracts/format-parity-v1.yaml.
final class FalsifyFormatParity: FalsifierCase {
  private static let contract = "format-parity-v1"

  func testFalsifyFORMAT001() throws {
    try falsify("FALSIFY-FORMAT-001", in: Self.contract) { run in
      let (folder, tokens) = (try ScratchFolder(), TinyModel.tokens(run, count: 5)[0])
      let fixture = Qwen2Fixture(Qwen2Fixture.tiny)
      try fixture.writeGGUF(to: folder.file("m.gguf"))
      try fixture.writeSafetensors(to: folder.file("hf"), roundedTo: .q4K, shards: 3)
      let expected = try TinyModel.capture(
        LoadedModel(path: folder.file("m.gguf")).decoder(path: .reference, capacity: 5), tokens)
      let safetensors = folder.file("hf")
      try run.judge(FormatKernels.real, mutants: FormatMutants.all) { (kernel: FormatKernel, probe) in
        let captured = try TinyModel.capture(
          LlamaDecoder(kernel(safetensors), path: .reference, capacity: 5), tokens)
        probe.output("pass", captured)
        try probe.compare(captured, to: expected, .bitsDiffering)
      }
    }
  }

  func testFalsifyFORMAT002() throws {
    try falsify("FALSIFY-FORMAT-002", in: Self.contract) { run in
      let (folder, tokens) = (try ScratchFolder(), TinyModel.tokens(run, count: 5)[0])
      let fixture = Qwen2Fixture(Qwen2Fixture.tiny)
      try fixture.writeGGUF(to: folder.file("m.gguf"))
      let apr = try fixture.writeAPR(toFolder: folder.file("apr"), shards: 3)[0]
      let gguf = try FormatKernels.real(folder.file("m.gguf"))
      let expected = try TinyModel.capture(LlamaDecoder(gguf, path: .reference, capacity: 5), tokens)
      let expectedWeights = try FormatMutants.weights(gguf)
      try run.judge(FormatKernels.real, mutants: FormatMutants.all + [FormatMutants.adjacentPairs]) {
        (kernel: FormatKernel, probe) in
        let model = try kernel(apr)
        let captured = try TinyModel.capture(LlamaDecoder(model, path: .reference, capacity: 5), tokens)
        probe.output("pass", captured)
        try probe.compare("weights", FormatMutants.weights(model), to: expectedWeights, .bitsDiffering)
        try probe.compare("pass", captured, to: expected, .bitsDiffering)
      }
    }
  }

  func testFalsifyFORMAT003() throws {
    try falsify("FALSIFY-FORMAT-003", in: Self.contract) { run in
      let cases = APRCase.all(run)
      let expected = cases.flatMap(\.expected)
      try run.judge(APRKernels.real, mutants: APRMutants.all) { (kernel: APRKernel, probe) in
        let values = try cases.flatMap { try kernel($0) }
        probe.output("values", values)
        try probe.compare(values, to: expected, .bitsDiffering)
      }
    }
  }
}
