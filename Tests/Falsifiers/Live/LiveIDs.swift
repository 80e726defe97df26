import FalsifierKit
import Models

/// The tokenizer in a real file.
enum LiveIDs {
  typealias Kernel = @Sendable (String) throws -> [Int]

  /// The ids of all texts are those of llama.cpp.
  static func judge(_ file: LiveFile, _ run: Recorder) throws {
    let live = try file.open(run)
    guard let tokenizer = try live.model.tokenizer() else {
      throw ModelFileError(path: live.model.path, reason: "it has no tokenizer")
    }
    let texts = live.prompts + live.texts
    run.input(
      "texts", texts.flatMap { $0.text.utf8.map { Int8(bitPattern: $0) } },
      generator: "prompts and texts of scripts/golden/make-live-ids.py", cases: texts.count)
    // Of each text the number of ids, then the ids.
    let expected = texts.flatMap { [Int32($0.ids.count)] + $0.ids.map(Int32.init) }
    let real: Kernel = { try tokenizer.encode($0) }
    try run.judge(real, mutants: mutants(real)) { kernel, probe in
      let found = try texts.flatMap { text -> [Int32] in
        let ids = try kernel(text.text)
        return [Int32(ids.count)] + LiveModel.padded(ids, text.ids.count)
      }
      probe.output("ids", found)
      try probe.compare("ids", found, to: expected, .bitsDiffering)
    }
  }

  private static func mutants(_ real: @escaping Kernel) -> [Mutant<Kernel>] {
    [
      Mutant("blank_before_text", "each text starts with a blank") { try real(" \($0)") },
      Mutant("blanks_joined", "two blanks count as one") { try real($0.replacing("  ", with: " ")) },
      Mutant("bytes_alone", "letters beyond ASCII are encoded one by one") { text in
        guard text.unicodeScalars.contains(where: { !$0.isASCII }) else { return try real(text) }
        return try text.flatMap { try real(String($0)) }
      },
      Mutant("last_dropped", "the last id is missing") { try Array(real($0).dropLast()) },
    ]
  }
}
