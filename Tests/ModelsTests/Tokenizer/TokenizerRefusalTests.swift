import Foundation
import XCTest

@testable import Models

/// What would give other ids than the judges, or none, is refused by name.
final class TokenizerRefusalTests: XCTestCase {
  private let folder = TokenizerGoldenTests.folder

  private func refusal(_ body: () throws -> Tokenizer) -> String {
    do {
      _ = try body()
      return "it was accepted"
    } catch { return "\(error)" }
  }

  private func gguf(_ file: String = "bpe", _ change: (inout [String: GGUFValue]) -> Void) -> String {
    refusal {
      try Tokenizer(gguf: TokenizerGoldenTests.changed("\(folder)/\(file).gguf", change), path: "the file")
    }
  }

  func testGGUF() {
    let cases: [(String, String, GGUFValue?, String)] = [
      ("bpe", "model", .string("t5"), "tokenizer.ggml.model is t5"),
      ("bpe", "model", nil, "tokenizer.ggml.model is missing"),
      ("bpe", "pre", .string("tekken"), "tokenizer.ggml.pre is tekken"),
      ("bpe", "pre", .u32(1), "tokenizer.ggml.pre is not a string"),
      ("bpe", "tokens", .strings([]), "tokens is not a list of texts, or an empty one"),
      ("bpe", "tokens", .integers([1]), "tokens is not a list of texts"),
      ("bpe", "tokens", .strings(["a", "a"]), "the token \"a\" of the id 1 has two ids"),
      ("bpe", "token_type", .integers([1]), "token_type is not one kind for each token"),
      ("bpe", "merges", nil, "merges is missing"),
      ("bpe", "merges", .strings(["ab"]), "the merge \"ab\" is not two pieces"),
      ("bpe", "merges", .strings(["a b c"]), "the merge \"a b c\" is not two pieces"),
      ("bpe", "merges", .strings(["a €"]), "needs the token \"€\", which is missing"),
      ("bpe", "merges", .strings(["q q"]), "needs the token \"qq\", which is missing"),
      ("bpe", "add_bos_token", .string("yes"), "add_bos_token is neither true nor false"),
      ("bpe", "bos_token_id", .u32(999_999), "it was accepted"),
      ("spm", "bos_token_id", .u32(999_999), "bos_token_id is 999999, which is not a token"),
      ("spm", "bos_token_id", .string("a"), "bos_token_id is missing or is not an integer"),
      ("spm", "scores", .array(kind: 6, [.f32(1)]), "scores is not one number for each token"),
      ("spm", "tokens", .strings(["a"]), "token_type is not one kind for each token"),
    ]
    for (file, key, value, expected) in cases {
      let text = gguf(file) {
        $0["tokenizer.ggml.\(key)"] = value
        if key == "tokens", file == "bpe" { $0["tokenizer.ggml.token_type"] = nil }
      }
      XCTAssertTrue(text.contains(expected), "\(key): \(text)")
    }
    XCTAssertTrue(gguf { $0["general.name"] = .string("Phi-3 mini") }.contains("general.name"))
    let missing = gguf {
      $0["tokenizer.ggml.add_bos_token"] = .bool(true)
      $0["tokenizer.ggml.bos_token_id"] = nil
    }
    XCTAssertTrue(missing.contains("bos_token_id is missing"), missing)
  }

  func testScoresAndKindsOfOneToken() {
    let score = gguf("spm") { metadata in
      guard case .array(let kind, var values)? = metadata["tokenizer.ggml.scores"] else { return XCTFail("no scores") }
      values[7] = .f32(.nan)
      metadata["tokenizer.ggml.scores"] = .array(kind: kind, values)
    }
    XCTAssertTrue(score.contains("scores is not a number for the token 7"), score)
    let kind = gguf("spm") { metadata in
      guard case .array(let kind, var values)? = metadata["tokenizer.ggml.token_type"] else {
        return XCTFail("no kinds")
      }
      values[9] = .i32(7)
      metadata["tokenizer.ggml.token_type"] = .array(kind: kind, values)
    }
    XCTAssertTrue(kind.contains("the token 9 is of a kind that does not exist"), kind)
    let byte = gguf("spm") { metadata in
      guard var tokens = metadata["tokenizer.ggml.tokens"]?.strings else { return XCTFail("no tokens") }
      tokens[tokens.firstIndex(of: "<0x0A>")!] = "<0x0a>"
      metadata["tokenizer.ggml.tokens"] = .strings(tokens)
    }
    XCTAssertTrue(byte.contains("the token <0x0A> of a byte is missing"), byte)
  }

  func testTokenizerFiles() throws {
    let place = try TemporaryFolder()
    let cases: [(String, String, String, String)] = [
      ("qwen2", #""type":"NFC""#, #""type":"NFKC""#, "the normalizer NFKC is not computed"),
      ("qwen2", #""type":"ByteLevel","add_prefix_space""#, #""type":"Metaspace","x""#, "Metaspace is not computed"),
      ("qwen2", #"(?i:'s|"#, #"(?i:'z|"#, "the expression (?i:'z|"),
      ("qwen2", #""behavior":"Isolated""#, #""behavior":"Contiguous""#, "that is Contiguous is not computed"),
      ("qwen2", #""truncation":null"#, #""truncation":{"max_length":4}"#, "truncation is not computed"),
      ("qwen2", #""padding":null"#, #""padding":{"strategy":{"Fixed":8}}"#, "padding to a fixed length"),
      ("qwen2", #""dropout":null"#, #""dropout":0.1"#, "model.dropout draws at random"),
      ("qwen2", #""end_of_word_suffix":null"#, #""end_of_word_suffix":"</w>""#, "end_of_word_suffix is not computed"),
      ("qwen2", #""type":"BPE""#, #""type":"Unigram""#, "model is not BPE"),
      ("qwen2", #""unk_token":null"#, #""unk_token":"<none>""#, "model.unk_token \"<none>\" is not a token"),
      ("qwen2", #""byte_fallback":false"#, #""byte_fallback":true"#, "the token <0x00> of a byte is missing"),
      ("qwen2", #""!":0,"#, #""!":-1,"#, "the id of \"!\" in model.vocab is not in"),
      ("qwen2", #""!":0,"#, #""!":16777216,"#, "the id of \"!\" in model.vocab is not in"),
      ("qwen2", #""!":0,"#, #""!":16000000,"#, "model.vocab has 400 tokens, and one with the id 16000000"),
      ("qwen2", #""!":0,"#, #""!":1,"#, "two tokens of vocab have the id 1"),
      ("qwen2", #""id":400,"#, #""id":9000000000,"#, "tokenizers would give it 400"),
      ("qwen2", #""id":401,"#, #""id":402,"#, "tokenizers would give it 401"),
      ("qwen2", #""content":"<|im_end|>""#, #""content":"<|im_start|>""#, "occurs there twice"),
      ("qwen2", #""content":"<|im_end|>""#, #""content":"""#, "has no id or no content"),
      ("qwen2", #""lstrip":false"#, #""left":false"#, "lstrip of the added token"),
      ("llama3", #""type":"TemplateProcessing""#, #""type":"BertProcessing""#, "BertProcessing is not computed"),
      ("gemma", #""ids":[2]"#, #""ids":[70000]"#, "an id of <bos> that is not a token"),
      ("gemma", #""id":"A""#, #""id":"B""#, "does not hold the text once"),
      ("gemma", #""content":"\u2581""#, #""other":"\u2581""#, "is not one text for another"),
      ("gemma", #""pattern":{"String":" "},"content""#, #""pattern":{"Regex":" "},"content""#, "is not one text for"),
      ("qwen2", #"{"version""#, #"["version""#, "a comma or ] is expected"),
    ]
    for (file, old, new, expected) in cases {
      let text = try String(contentsOfFile: "\(folder)/\(file).json", encoding: .utf8)
      let range = try XCTUnwrap(text.range(of: old), "\(file): \(old)")
      try text.replacingCharacters(in: range, with: new).write(
        toFile: place.file("tokenizer.json"), atomically: false, encoding: .utf8)
      let refusal = refusal { try Tokenizer(json: place.file("tokenizer.json")) }
      XCTAssertTrue(refusal.contains(expected), "\(file), \(new): \(refusal)")
    }
  }

  func testJSON() throws {
    let place = try TemporaryFolder()
    func read(_ text: String) throws -> JSONTree {
      try Data(text.utf8).write(to: URL(fileURLWithPath: place.file("x.json")))
      return try JSONTree.read(place.file("x.json"))
    }
    let value = try read(#"{"a\u00e9\ud83d\ude00\n": [1, -2.5e1, true, null], "\u00c5": 1, "A\u030a": 2, "\u212b": 3}"#)
    XCTAssertEqual(value.members?.map(\.name.unicodeScalars.count), [4, 1, 2, 1])
    XCTAssertEqual(value["\u{C5}"]?.integer, 1)
    XCTAssertEqual(value["A\u{30A}"]?.integer, 2)
    XCTAssertEqual(value["\u{212B}"]?.integer, 3)
    for text in [
      "", "{", "[1,]", "[1 2]", #"{"a" 1}"#, #"{1: 2}"#, #""\ud83d""#, #""\ud83d\u0041""#, #""\udc00""#, #""\x""#,
      #""\u12g4""#,
      "\"a\nb\"", "01x", "+1", "nul", "1 2", "1e999", String(repeating: "[", count: 70),
    ] {
      XCTAssertThrowsError(try read(text), text) { XCTAssertTrue("\($0)".contains("byte"), "\(text): \($0)") }
    }
  }

  /// A character without a token and without a fallback.
  func testCharacterWithoutToken() throws {
    let place = try TemporaryFolder()
    let text = try String(contentsOfFile: "\(folder)/flags.json", encoding: .utf8)
    try text.replacingOccurrences(of: #""unk_token":"<unk>""#, with: #""unk_token":null"#).write(
      toFile: place.file("tokenizer.json"), atomically: false, encoding: .utf8)
    let tokenizer = try Tokenizer(json: place.file("tokenizer.json"))
    XCTAssertThrowsError(try tokenizer.encode("a☃b")) {
      XCTAssertTrue("\($0)".hasSuffix("the text has the character ☃, which has no token"), "\($0)")
    }
  }
}
