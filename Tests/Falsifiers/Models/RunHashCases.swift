import Base
import Traces

/// Manifests, and their normal forms written out without the writer.
enum RunHashCases {
  /// The parts that differ from case to case.
  struct Case: Sendable {
    var model = "m.gguf"
    var toolchain = "Swift"
    var prompt = #""Grüße, \"pv\"""#
    var more = ""
    var tokensIn = "1,2"
    var tokensOut = "3"
    var layers = 11
    var tokenizer = RunHashCases.digest
    var path = "reference"
    var captures = [0, 1, 2]
  }

  /// That of docs/traces.md first; then one part after the other is another.
  static let all = [
    Case(), Case(model: "models/other.gguf"), Case(toolchain: "another"), Case(prompt: "null"),
    Case(prompt: #""a\u0001""#), Case(more: #""prompt_special":true,"#),
    Case(more: #""prompt_chat":{"rendered":"<a>\n","system":null,"template_sha256":"\#(digest)"},"#),
    Case(tokensIn: "2,1"), Case(tokensOut: ""), Case(layers: 12),
    Case(tokenizer: String(digest.reversed())), Case(path: "production"), Case(captures: [0, 1]),
  ]

  /// Of `abc`, from FIPS 180-4.
  private static let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  /// The lines of the trace hash in docs/traces.md.
  private static let captures: [(sha256: String, shape: [Int], path: String, layer: Int)] = [
    ("09548755a9c917441a855ac11f4ba74b754f6376b1bb54367f8af36db3fb0f3e", [1, 2], "layer-0/embedding", 0),
    ("30d1dc487ce865ddfb382726446600a79a56e8dabe0f79712691ec80fbe3f55f", [1, 2], "layer-10/attn_norm", 10),
    ("9a4c8c338f970a12e7bb1cd0e5cf6f5867d9124345a54674e1527e2b57f12bb4", [2, 1], "layer-2/attn_norm", 2),
  ]

  /// As docs/traces.md defines it.
  static func normalForm(_ c: Case) -> String {
    let lines = c.captures.map { index -> String in
      let capture = captures[index]
      return "\(capture.sha256)  f32  \(capture.shape[0])x\(capture.shape[1])  \(capture.path).bin\n"
    }
    let file = { (digest: String) in #"{"bytes":3,"sha256":"\#(digest)"}"# }
    return #"{"architecture":"qwen2","configuration":{"epsilon_bits":"0x358637bd","layers":\#(c.layers)},"#
      + #""forward_path":"\#(c.path)","layers_selected":"all","prompt":\#(c.prompt),\#(c.more)"sampling":"greedy","#
      + #""seed":null,"sources":[\#(file(digest))],"stages_selected":"embedding,attn_norm","#
      + #""tokenizer":\#(file(c.tokenizer)),"tokens_in":[\#(c.tokensIn)],"tokens_out":[\#(c.tokensOut)],"#
      + #""trace_hash":"\#(Digest(of: Array(lines.joined().utf8)))"}"#
  }

  /// The manifest of a case.
  static func manifest(_ c: Case) -> String {
    let stages = c.captures.map { index -> String in
      let capture = captures[index]
      return #"{"stage":"\#(capture.path.split(separator: "/")[1])","layer":\#(capture.layer),"#
        + #""shape":\#(capture.shape),"path":"\#(capture.path).bin","dtype":"f32","sha256":"\#(capture.sha256)"}"#
    }
    let file = { (digest: String) in #"{"path":"\#(c.model)","bytes":3,"sha256":"\#(digest)"}"# }
    let zeros = Digest.placeholder
    return #"{"schema":"pv-trace-manifest","version":3,"model":"\#(c.model)","architecture":"qwen2","#
      + #""configuration":{"layers":\#(c.layers),"epsilon_bits":"0x358637bd"},"forward_path":"\#(c.path)","#
      + #""layers_selected":"all","stages_selected":"attn_norm,embedding","prompt":\#(c.prompt),\#(c.more)"seed":null,"#
      + #""sampling":"greedy","sources":[\#(file(digest))],"tokenizer":\#(file(c.tokenizer)),"#
      + #""tokens_in":[\#(c.tokensIn)],"tokens_out":[\#(c.tokensOut)],"top_logits":[],"stages":["#
      + stages.joined(separator: ",") + #"],"trace_hash":"\#(zeros)","run_hash":"\#(zeros)","#
      + #""environment":{"toolchain":"\#(c.toolchain)","container_image":null}}"#
  }
}
