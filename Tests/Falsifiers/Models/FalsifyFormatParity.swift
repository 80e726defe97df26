import FalsifierKit
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
}
