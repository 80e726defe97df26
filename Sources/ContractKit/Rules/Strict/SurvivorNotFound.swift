extension Rule {
  static let survivorNotFound = Rule(
    "survivor-not-found", .contract, .strict,
    reason: "an explanation outlives the code that it was written for",
    details: "`scripts/mutate` says beyond that where an explained fault no longer survives.",
    failing: RuleExample(
      """
      survivors:
        - file: Sources/Kernels/Softmax.swift
          code: "⟪public func softmin()⟫"
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
  ) { context in
    guard let package = context.package else { return [] }
    return context.items("survivors").compactMap { survivor in
      guard let file = survivor["file"], let path = file.text, let code = survivor["code"], let text = code.text
      else { return nil }
      guard package.contains(path), let bytes = try? Files.read(PathText.join(package.root, path)) else {
        return Finding(
          context.range(file), "the package has no file `\(path)`",
          help: "write a path from the folder of Package.swift")
      }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      guard !lines.contains(where: { $0.contains(text) }) else { return nil }
      return Finding(
        context.range(code), "no line of `\(path)` holds this",
        help: "copy it from the line as it is now, or remove the entry")
    }
  }
}
