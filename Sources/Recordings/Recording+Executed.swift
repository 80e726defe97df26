import ContractKit
import Provenance

extension Recording {
  /// Whether each path of an implementation was executed, by the lines that the language's own coverage has seen.
  ///
  /// A line of Python counts in the body of a `def` only: the others are executed by an import.
  ///
  /// - Parameter root: the package's folder.
  /// - Throws: `RecordingError` where a file has no such line: the coverage is that of another source.
  package func executions(of paths: [EvidenceKey.ImplementationPath], root: String) throws -> [String: Execution] {
    guard let lines = executed?.lines else { return Dictionary(uniqueKeysWithValues: paths.map { ($0.path, .unseen) }) }
    var seen: [String: Bool] = [:]
    for (file, numbers) in lines { seen[file] = try isEntered(file, numbers, root) }
    return Dictionary(
      uniqueKeysWithValues: paths.map { path in
        let known = path.files.compactMap { seen[$0] }
        return (path.path, known.contains(true) ? .yes : known.isEmpty ? .unseen : .no)
      })
  }

  private func isEntered(_ path: String, _ numbers: [Int], _ root: String) throws -> Bool {
    let bytes: [UInt8]
    do { bytes = try Files.read(path, below: root) } catch {
      throw RecordingError(
        file, "executed.lines names \(path): \(error)", help: "name files of the package by their paths from its root")
    }
    // By bytes: a CR and an LF are one character of a text.
    var source = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      Substring(decoding: $0, as: UTF8.self)
    }
    if source.last?.isEmpty ?? false { source.removeLast() }
    if let beyond = numbers.first(where: { $0 > source.count }) {
      throw RecordingError(
        file, "executed.lines has line \(beyond) of \(path), which has \(source.count)",
        help: "take the coverage of the sources as they are")
    }
    guard path.hasSuffix(".py") else { return !numbers.isEmpty }
    let bodies = PythonBodies.lines(of: source)
    return numbers.contains { bodies[$0 - 1] }
  }
}

/// Which lines of a Python source are executed by a call only.
enum PythonBodies {
  /// Whether each line stands in the body of a `def`, by its indent.
  static func lines(of source: [Substring]) -> [Bool] {
    var definitions: [Int] = []
    var quote: String?
    return source.map { line in
      // Within a text of several lines an indent means nothing.
      if let open = quote {
        if occurrences(of: open, in: line) % 2 == 1 { quote = nil }
        return !definitions.isEmpty
      }
      let indent = line.prefix { $0 == " " || $0 == "\t" }.count
      let text = line.dropFirst(indent)
      guard !text.isEmpty, text.first != "#", text.first != "\r" else { return !definitions.isEmpty }
      while let last = definitions.last, indent <= last { definitions.removeLast() }
      let isInside = !definitions.isEmpty
      let words = text.split(separator: " ", maxSplits: 2)
      if words.first == "def" || words.first == "async" && words.dropFirst().first == "def" {
        definitions.append(indent)
      }
      for mark in ["\"\"\"", "'''"] where quote == nil && occurrences(of: mark, in: text) % 2 == 1 { quote = mark }
      return isInside
    }
  }

  private static func occurrences(of mark: String, in line: Substring) -> Int {
    let (line, mark) = (Array(line.utf8), Array(mark.utf8))
    var (index, count) = (0, 0)
    while index + mark.count <= line.count {
      if line[index..<index + mark.count].elementsEqual(mark) {
        count += 1
        index += mark.count
      } else {
        index += 1
      }
    }
    return count
  }
}
