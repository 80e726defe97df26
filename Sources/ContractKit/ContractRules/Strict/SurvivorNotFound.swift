#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension CheckedRule {
  static let survivorNotFound = Rule(
    "survivor-not-found", .contract, .strict,
    reason: "an entry under `survivors` explains code that no longer exists",
    details: """
      An entry under `survivors` says why no falsifier can notice the faults that `scripts/mutate` plants in a line of \
      code. If falsifiers now notice these faults, `scripts/mutate` itself reports the entry.
      """,
    failing: RuleExample(
      """
      survivors:
        - file: Sources/Kernels/Softmax.swift
          code: ⟪"public func softmin()"⟫
          reason: "the order of a maximum is free"
        - file: ⟪Sources/Kernels/Softmin.swift⟫
          code: "public func softmin()"
          reason: "the order of a minimum is free"

      """),
    passing: RuleExample(
      """
      survivors:
        - file: Sources/Kernels/Softmax.swift
          code: "public func softmax()"
          reason: "the order of a maximum is free"

      """)
  ).inContract { context in
    let survivors = context.root.mappings("survivors")
    guard !survivors.isEmpty, let package = context.package else { return [] }
    var sources: [String: SourceLines?] = [:]
    return survivors.compactMap { survivor in
      guard let file = survivor["file"], let path = file.text, let code = survivor["code"], let text = code.text
      else { return nil }
      if sources[path] == nil { sources[path] = .some(SourceLines(path, of: package)) }
      guard let lines = sources[path] ?? nil else {
        return Finding(
          context.range(file), "the package has no file `\(path)`",
          help: "write a path relative to the folder of Package.swift")
      }
      guard !lines.contains(text) else { return nil }
      return Finding(
        context.range(code), "no line of `\(path)` contains this",
        help: "copy it from the line as it is now, or remove the entry")
    }
  }
}

/// A source as far as an explanation names it, read once for all of them.
private struct SourceLines {
  private let bytes: [UInt8]

  /// Nil where the package has no such file.
  init?(_ path: String, of package: PackageSources) {
    guard package.contains(path), let bytes = try? Files.read(PathText.join(package.root, path)) else { return nil }
    // An end of line more, so that there is always a byte.
    self.bytes = bytes + [UInt8(ascii: "\n")]
  }

  /// Whether a text stands in one of the lines.
  func contains(_ text: String) -> Bool {
    let text = Array(text.utf8)
    guard let first = text.first, !text.contains(UInt8(ascii: "\n")) else { return text.isEmpty }
    return bytes.withUnsafeBytes { bytes in
      var start = 0
      while let found = memchr(bytes.baseAddress! + start, Int32(first), bytes.count - start) {
        start = found - UnsafeMutableRawPointer(mutating: bytes.baseAddress!)
        if bytes.count - start < text.count { return false }
        if memcmp(found, text, text.count) == 0 { return true }
        start += 1
      }
      return false
    }
  }
}
