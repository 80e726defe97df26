import Foundation
import XCTest

@testable import Models

final class ChatTemplateTests: XCTestCase {
  private struct Golden: Decodable {
    struct Case: Decodable {
      let template: String
      let messages: [[String: String]]
      let text: String?
      let error: String?
    }
    let tokens: [String: String]
    let cases: [Case]
  }

  private let hello = [ChatTemplate.Message(role: "user", content: "hello")]

  private func render(_ source: String) throws -> String {
    try ChatTemplate(source: source, path: "the file", tokens: [:]).render(hello)
  }

  private func refusal(_ source: String) -> String {
    do { return "it gave \(try render(source).prefix(80))" } catch { return "\(error)" }
  }

  /// Against transformers, by scripts/golden/make-chat.py: the same text, or an error in both.
  func testAgainstTransformers() throws {
    let path = (TokenizerGoldenTests.folder as NSString).deletingLastPathComponent + "/chat.json"
    let golden = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: URL(fileURLWithPath: path)))
    XCTAssertEqual(golden.cases.count, 87)
    for item in golden.cases {
      let template = ChatTemplate(source: item.template, path: "the file", tokens: golden.tokens)
      let messages = item.messages.map { ChatTemplate.Message(role: $0["role"]!, content: $0["content"]!) }
      guard let text = item.text else {
        XCTAssertThrowsError(try template.render(messages), item.template)
        continue
      }
      // By bytes: texts of Swift are the same where they are canonically equivalent.
      XCTAssertEqual(Array(try template.render(messages).utf8), Array(text.utf8), item.template)
    }
  }

  func testRefusedByNameWithLineAndColumn() {
    let cases: [(String, String)] = [
      ("a\n {{ raise_exception('no ' ~ messages[0].role) }}", "line 2, column 20: the template refuses: no user"),
      ("{{ strftime_now('%d') }}", "line 1, column 16: strftime_now would put today's date"),
      ("{{ 'a' | urlize }}", "line 1, column 8: the filter urlize is not known here"),
      ("{{ 'a' is lower }}", "line 1, column 8: the test lower is not known here"),
      ("{{ 'a'.title() }}", "line 1, column 7: title is not a method of a text that is known here"),
      ("{{ messages[0].pop('role') }}", "pop is not a method of a mapping that is known here"),
      ("{{ messages.append(1) }}", "append is not a method of a list"),
      ("{{ messages[0].items }}", "the method items can only be called here"),
      ("\n\n{% include 'x' %}", "line 3, column 1: the statement include is not known here"),
      ("{% raw %}{{ x }}{% endraw %}", "the statement raw is not known here"),
      ("{% call x() %}{% endcall %}", "the statement call is not known here"),
      ("{% for x in [1] recursive %}{% endfor %}", "recursive loops are not known here"),
      ("{{ 1.5 }}", "line 1, column 4: only whole decimal numbers"),
      ("{{ 99999999999999999999 }}", "only whole decimal numbers"),
      ("{{ 1 / 2 }}", "/ gives fractions"),
      ("{{ 2 ** 9 }}", "powers are not computed here"),
      ("{{ 1 // 0 }}", "a division by 0"),
      ("{{ 9223372036854775807 + 1 }}", "a number has more than 64 bits"),
      ("{{ (-9223372036854775807 - 1) // -1 }}", "a division by 0"),
      ("{{ -(-9223372036854775807 - 1) }}", "only numbers of 64 bits have a negative"),
      ("{{ 'a' + 1 }}", "+ of a text and a number is not computed here"),
      ("{{ 'a' < 1 }}", "a text and a number have no order"),
      ("{{ x + 'a' }}", "x is undefined, and cannot be computed with"),
      ("{{ x() }}", "x is not known here"),
      ("{{ [1] }}", "a list is written as text, which is not computed; use tojson"),
      ("{{ {1: 2} }}", "keys that are no texts"),
      ("{{ 'a'[::0] }}", "the step of a slice is 0"),
      ("{{ x['a'] }}", "x is undefined, and has no items"),
      ("{{ f(*messages) }}", "lists of arguments are not known here"),
      ("{% set messages.x = 1 %}", "messages is not a namespace"),
      ("{% set a, b = [1] %}", "2 names need a list of as many values"),
      ("{% break %}", "break is outside a loop"),
      ("{% endif %}", "this ends nothing that is open"),
      ("{% macro m(a) %}{% endmacro %}{{ m(1, 2) }}", "the macro m takes 1 values"),
      ("{% macro m(a) %}{% endmacro %}{{ m(b=2) }}", "the macro m does not take b here"),
      ("{# never closed", "line 1, column 1: the comment does not end"),
      ("{{ 'open }}", "the text does not end"),
      ("{{ a ? b }}", "the character ? has no meaning here"),
      ("{{ '\\N{DASH}' }}", "the escape \\N is not known here"),
      ("{{ '\\ud800' }}", "an escape that stands for no character"),
      ("{{ (1] }}", "the ] closes nothing"),
      ("{{ 'a'.split('') }}", "split needs a separator that is not empty"),
      ("{{ 'a' | replace('', 'x') }}", "replace needs a text to replace that is not empty"),
      ("{{ 'a' | trim(1, 2) }}", "trim takes 1 values at most"),
    ]
    for (template, expected) in cases {
      let text = refusal(template)
      XCTAssertTrue(text.contains(expected), "\(template): \(text)")
    }
  }

  /// Templates that would run, write or nest without an end.
  func testBounds() {
    let doubled = "{% set ns = namespace(x='ab') %}{% for i in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}"
    let cases: [(String, String)] = [
      (
        "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}{% endfor %}{% endfor %}{% endfor %}",
        "the template"
      ),
      (
        "{% for a in range(99999) %}{% for b in 'abcdefghijklmnopqrstuvwxyz' %}{% endfor %}{% endfor %}",
        "2000000 steps"
      ),
      (doubled, "more than 64 MiB"), ("{{ 'a' * 99999999999 }}", "more than 64 MiB"),
      ("{{ 'ab' * 9223372036854775807 }}", "more than 64 MiB"), ("{{ range(100001) | length }}", "range gives 100000"),
      ("{{ range(-9223372036854775807, 9223372036854775807) }}", "range gives 100000"),
      ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "calls itself deeper than 400"),
      ("{{ 1" + String(repeating: " + 1", count: 2000) + " }}", "calls itself deeper than 400"),
      ("{{ 1" + String(repeating: " + 1", count: 9999) + " }}", "the tag has more than 5000 parts"),
      ("{{ x" + String(repeating: " | trim", count: 9999) + " }}", "the tag has more than 5000 parts"),
      (
        "{% set ns = namespace(x=[]) %}{% for i in range(9999) %}{% set ns.x = [ns.x] %}{% endfor %}",
        "more than 2000 lists of lists"
      ),
      (
        "{{ " + String(repeating: "(", count: 2000) + "1" + String(repeating: ")", count: 2000) + " }}",
        "nested deeper than 100"
      ),
      ("{{ " + String(repeating: "not ", count: 4000) + "x }}", "nested deeper than 100"),
      ("{{ " + String(repeating: "-", count: 4000) + "1 }}", "nested deeper than 100"),
      (String(repeating: "{% if x %}", count: 5000), "nested deeper than 100"),
      (
        "{% set ns = namespace(x=['a' * 9999]) %}{% for i in range(30) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "more than 64 MiB"
      ),
    ]
    for (template, expected) in cases {
      let text = refusal(template)
      XCTAssertTrue(text.contains(expected), "\(template.prefix(60)): \(text)")
    }
  }

  /// Every prefix of a template, and every character of it replaced, ends in a text or an error.
  func testDamagedTemplates() {
    let template = Array(
      "{%- for m in messages[::-1] %}{{ '<' + m['role'] | trim ~ \"\\n\" }}{# c #}{% if m.x is not none and 1 < 2 %}a{% else %}b"
        + "{% endif %}{% set ns = namespace(a=1) %}{% set ns.a = ns.a + -1 %}{% endfor %}{% macro f(a, b=2) %}{{ a }}{% endmacro %}{{ f(1) }}"
    )
    var outcomes = (texts: 0, errors: 0)
    func run(_ damaged: [Character]) {
      do {
        _ = try render(String(damaged))
        outcomes.texts += 1
      } catch {
        XCTAssertTrue(error is ModelFileError)
        outcomes.errors += 1
      }
    }
    for index in template.indices {
      run(Array(template[..<index]))
      for character in "{}%#()[]'-|.x\\ " {
        var damaged = template
        damaged[index] = character
        run(damaged)
      }
    }
    XCTAssertGreaterThan(outcomes.errors, 1000)
    XCTAssertGreaterThan(outcomes.texts, 100)
  }

  func testFiles() throws {
    let folder = try TemporaryFolder()
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file(name)))
    }
    XCTAssertNil(try ChatTemplate(folder: folder.path))
    try write(#"{"bos_token": {"content": "<b>"}, "eos_token": "<e>", "pad_token": null}"#, "tokenizer_config.json")
    XCTAssertNil(try ChatTemplate(folder: folder.path))
    try write(
      #"{"bos_token": {"content": "<b>"}, "eos_token": "<e>", "chat_template": "{{ bos_token }}{{ messages[0].content }}"}"#,
      "tokenizer_config.json")
    XCTAssertEqual(try ChatTemplate(folder: folder.path)?.render(hello), "<b>hello")
    try write("{{ eos_token }}\n", "chat_template.jinja")
    XCTAssertEqual(try ChatTemplate(folder: folder.path)?.render(hello), "<e>")
    try FileManager.default.removeItem(atPath: folder.file("chat_template.jinja"))
    try write(
      #"{"chat_template": [{"name": "tool_use", "template": "t"}, {"name": "default", "template": "d"}]}"#,
      "tokenizer_config.json")
    XCTAssertEqual(try ChatTemplate(folder: folder.path)?.render(hello), "d")
    try write(#"{"chat_template": [{"name": "tool_use", "template": "t"}]}"#, "tokenizer_config.json")
    XCTAssertThrowsError(try ChatTemplate(folder: folder.path)) {
      XCTAssertTrue("\($0)".hasSuffix("chat_template is not a string, and no list with one named default"), "\($0)")
    }
    try write(#"{"bos_token": 1}"#, "tokenizer_config.json")
    XCTAssertThrowsError(try ChatTemplate(folder: folder.path)) {
      XCTAssertTrue("\($0)".hasSuffix("bos_token is not a string and has no content"), "\($0)")
    }
    let file = try TokenizerGoldenTests.changed("\(TokenizerGoldenTests.folder)/bpe.gguf") {
      $0["tokenizer.chat_template"] = .string("{{ bos_token }}|{{ messages[0].content }}|{{ pad_token }}")
    }
    XCTAssertEqual(try ChatTemplate(gguf: file, path: "the file")?.render(hello), "<|endoftext|>|hello|")
    XCTAssertNil(try ChatTemplate(gguf: GGUFFile(path: "\(TokenizerGoldenTests.folder)/bpe.gguf"), path: "the file"))
  }
}
