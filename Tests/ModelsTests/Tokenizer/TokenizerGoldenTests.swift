import Foundation
import XCTest

@testable import Models

/// Ids against those of tokenizers and of llama.cpp, by scripts/golden/make-tokenizers.py.
final class TokenizerGoldenTests: XCTestCase {
  private struct Golden: Decodable {
    struct JSONCase: Decodable {
      let file: String
      let special: Bool
      let ids: [[Int]]
    }
    struct GGUFCase: Decodable {
      let file: String
      let names: [String?]
      let flags: [String: Bool]
      let special: Bool
      let ids: [[Int]]
    }
    let texts: [String]
    let json: [JSONCase]
    let gguf: [GGUFCase]
  }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Golden/tokenizers").path

  private func golden() throws -> Golden {
    try JSONDecoder().decode(
      Golden.self, from: Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/ids.json")))
  }

  func testTokenizerFilesAgainstTheTokenizersPackage() throws {
    let golden = try golden()
    XCTAssertEqual(golden.json.count, 18)
    for item in golden.json {
      let tokenizer = try Tokenizer(json: "\(Self.folder)/\(item.file).json")
      for (text, ids) in zip(golden.texts, item.ids) {
        XCTAssertEqual(
          try tokenizer.encode(text, special: item.special), ids, "\(item.file), special \(item.special): \(text)")
      }
    }
  }

  /// Every name that llama.cpp takes for the same rule, and what a file says of BOS, EOS and the first blank.
  func testGGUFAgainstLlamaCPP() throws {
    let golden = try golden()
    var names: Set<String> = []
    for item in golden.gguf {
      for name in item.names {
        names.insert(name ?? "missing")
        let tokenizer = try Tokenizer(
          gguf: Self.vocabulary(item.file, name: name, flags: item.flags), path: "the file")
        for (text, ids) in zip(golden.texts, item.ids) {
          XCTAssertEqual(
            try tokenizer.encode(text, special: item.special), ids,
            "\(item.file), \(name ?? "no name"), \(item.flags), special \(item.special): \(text)")
        }
      }
    }
    XCTAssertEqual(names.count, 48)
  }

  /// The texts without what stands around a prompt, and back again.
  func testTextComesBack() throws {
    let golden = try golden()
    for file in ["gpt2", "qwen2", "llama3", "smollm", "gemma"] {
      let tokenizer = try Tokenizer(json: "\(Self.folder)/\(file).json")
      for text in golden.texts where !text.contains("▁") && !text.contains("<mask>") {
        let ids = try tokenizer.encode(text, special: true, framed: false)
        let expected = file == "qwen2" ? text.precomposedStringWithCanonicalMapping : text
        XCTAssertEqual(tokenizer.bytes(ids), Array(expected.utf8), "\(file): \(text)")
      }
    }
  }

  /// A committed vocabulary under another name of a pre-tokenizer, with flags.
  static func vocabulary(_ file: String, name: String?, flags: [String: Bool] = [:]) throws -> GGUFFile {
    try changed("\(folder)/\(file).gguf") { metadata in
      metadata["tokenizer.ggml.pre"] = name.map(GGUFValue.string)
      for (key, value) in flags { metadata["tokenizer.ggml.\(key)"] = .bool(value) }
    }
  }

  /// A GGUF file written again with other metadata.
  static func changed(_ path: String, _ change: (inout [String: GGUFValue]) -> Void) throws -> GGUFFile {
    var metadata = try GGUFFile(path: path).metadata
    change(&metadata)
    var writer = GGUFWriter()
    writer.metadata = metadata.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    let folder = try TemporaryFolder()
    try writer.write(to: folder.file("v.gguf"))
    return try GGUFFile(storage: ByteStorage(copying: folder.bytes("v.gguf")), path: "the file")
  }
}
