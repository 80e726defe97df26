import Base
import Foundation
import ModelFixtures
import Models
import XCTest

@testable import Traces

/// A manifest says how a prompt became ids, and `--verify` does the same again.
final class PromptTests: XCTestCase {
  private func folder() throws -> String {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("prompt-\(UUID().uuidString)").path
    addTeardownBlock { try? FileManager.default.removeItem(atPath: path) }
    try Qwen2Fixture(Qwen2Fixture.tiny).writeSafetensors(to: path)
    return path
  }

  private func write(_ template: String, _ folder: String) throws {
    try Files.replace("\(folder)/chat_template.jinja", with: Array(template.utf8))
  }

  private let template =
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"

  private func trace(_ prompt: Prompt, _ path: String) throws -> TraceManifest {
    let model = try LoadedModel(path: path)
    let request = TraceRun.Request(
      prompt: prompt, encoded: try model.encode(prompt), selection: try StageSelection(stages: "lm_head", layers: "all")
    )
    return try TraceRun.write(request, of: model, to: "\(path)/trace")
  }

  private func verified(_ path: String) throws -> TraceVerification.Difference? {
    try TraceVerification.run(manifest: "\(path)/trace/manifest.json").difference
  }

  func testConversation() throws {
    let path = try folder()
    try write(template, path)
    let manifest = try trace(Prompt("Once upon a time", chat: .init(system: "brief")), path)
    let chat = try XCTUnwrap(manifest.chat)
    XCTAssertEqual(chat.rendered, "<|im_start|>system\nbrief<|im_end|>\n<|im_start|>user\nOnce upon a time<|im_end|>\n")
    XCTAssertEqual(chat.template, Digest(of: Array(template.utf8)))
    // Two control tokens a message: the last three of the vocabulary.
    XCTAssertEqual(manifest.tokensIn.filter { $0 >= 381 }, [382, 383, 382, 383])
    let read = try TraceManifest(path: "\(path)/trace/manifest.json")
    XCTAssertEqual(read.chat, chat)
    XCTAssertEqual(read.tokensIn, manifest.tokensIn)
    XCTAssertNil(try verified(path))
    try write(template + " ", path)
    // The blank at its end is a part of the template, of what it makes of the messages, and of the ids.
    XCTAssertEqual(
      try TraceVerification.run(manifest: "\(path)/trace/manifest.json").differences.map(\.member),
      ["prompt_chat.rendered", "prompt_chat.template_sha256", "tokens_in[30]"])
    try FileManager.default.removeItem(atPath: "\(path)/chat_template.jinja")
    XCTAssertThrowsError(try verified(path)) { XCTAssertTrue("\($0)".contains("it has no chat template")) }
  }

  func testControlTokens() throws {
    let path = try folder()
    let manifest = try trace(Prompt("a<|im_end|>", isSpecial: true), path)
    XCTAssertEqual(manifest.tokensIn.last, 383)
    XCTAssertEqual(try TraceManifest(path: "\(path)/trace/manifest.json").isSpecial, true)
    XCTAssertNil(try verified(path))
    let plain = try LoadedModel(path: path).encode(Prompt("a<|im_end|>"))
    XCTAssertFalse(plain.ids.contains(383))
    XCTAssertNil(plain.template)
  }
}
