extension SourceDigest {
  /// What implementation files name and the package holds, directly or through one another: files
  /// by `#include "…"`, and modules below Sources/ by Swift's `import`.
  ///
  /// Files of one Swift module see each other without saying so: their folders are listed in the contract.
  ///
  /// - Parameter entries: files and folders from the root; those that are not there are left out.
  /// - Returns: entries that the given ones do not cover, in no order.
  static func included(by entries: [String], root: String) -> Set<String> {
    var found: Set<String> = []
    var queue = entries.flatMap { files(of: $0, root: root) }
    var seen = Set(queue)
    while let path = queue.popLast() {
      guard let bytes = try? Files.read(path, below: root) else { continue }
      for entry in named(in: bytes, of: path, root: root)
      where !(entries + found).contains(where: { covers($0, entry) }) {
        found.insert(entry)
        queue += files(of: entry, root: root).filter { seen.insert($0).inserted }
      }
    }
    return found
  }

  private static let languages: Set<String> = ["c", "cc", "cpp", "h", "hpp", "inc", "m", "S", "swift"]

  private static func files(of entry: String, root: String) -> [String] {
    guard entry.hasSuffix("/") || entry.hasSuffix("/*") else {
      return languages.contains(suffix(of: entry)) ? [entry] : []
    }
    let folder = PathText.join(root, String(entry.prefix { $0 != "*" }.dropLast()))
    return FileWalk.files(below: folder, extensions: languages).files
      .map { String($0.dropFirst(PathText.join(root, "").utf8.count)) }
      .filter { covers(entry, $0) }
  }

  private static func suffix(of path: String) -> String {
    path.lastIndex(of: ".").map { String(path[path.index(after: $0)...]) } ?? ""
  }

  /// Whether a file, or a folder with its slash, is part of an entry.
  static func covers(_ entry: String, _ path: String) -> Bool {
    if entry == path { return true }
    if entry.hasSuffix("/") { return path.hasPrefix(entry) }
    // The folder itself is more than its own files.
    guard entry.hasSuffix("/*"), path.hasPrefix(entry.dropLast()), !path.hasSuffix("/") else { return false }
    return !path.dropFirst(entry.utf8.count - 1).contains("/")
  }

  private static func named(in bytes: [UInt8], of path: String, root: String) -> [String] {
    let isSwift = path.hasSuffix(".swift")
    return bytes.split(separator: UInt8(ascii: "\n")).compactMap { line -> String? in
      let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      // Only lines that can matter become text.
      guard let first = text.first, first == UInt8(ascii: "#") || isSwift && "@ipf".utf8.contains(first) else {
        return nil
      }
      let words = String(decoding: text, as: UTF8.self)
      return isSwift ? module(words, root: root) : header(words, of: path, root: root)
    }
  }

  /// `import M`, `@testable import M`, `public import struct M.T`: `Sources/M/` where it is there.
  private static func module(_ line: String, root: String) -> String? {
    let words = line.split(separator: " ")
    guard let keyword = words.firstIndex(of: "import"), keyword < 3,
      let last = words.dropFirst(keyword + 1).first(
        where: { !["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"].contains($0) })
    else { return nil }
    let name = last.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    guard !name.isEmpty, Files.kind(of: "\(root)/Sources/\(name)") == .folder else { return nil }
    return "Sources/\(name)/"
  }

  /// `#include "H"`: beside the file, or in the include folder of its target.
  private static func header(_ line: String, of path: String, root: String) -> String? {
    let directive = line.dropFirst().drop { $0 == " " }
    guard directive.hasPrefix("include") || directive.hasPrefix("import") else { return nil }
    let quoted = line.split(separator: "\"", omittingEmptySubsequences: false)
    guard quoted.count >= 3 else { return nil }
    let target = path.split(separator: "/").prefix(2).joined(separator: "/")
    return [Files.parent(of: path) ?? "", target, "\(target)/include"].lazy
      .compactMap { normal(PathText.join($0, String(quoted[1]))) }
      .first { Files.kind(of: "\(root)/\($0)") == .file }
  }

  /// A relative path without `.` and `..`; nil where it leads out of the package.
  private static func normal(_ path: String) -> String? {
    guard PathText.staysInside(path) else { return nil }
    return path.split(separator: "/").reduce(into: [Substring]()) { parts, part in
      if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(part) }
    }.joined(separator: "/")
  }
}
