extension CheckedRule {
  static let dischargedByNothing = Rule(
    "discharged-by-nothing", .contract, .warning,
    reason: "a claim that is discharged only by a missing file is discharged by nothing",
    details: """
      This rule is about the key `evidence_discharged_by`, which the public format has for falsifiers and gates. A \
      value of the form `PATH` or `PATH::FUNCTION` names a file; PATH is relative to the project's folder. A value \
      whose PATH has no slash, starts with a slash or has a space is taken as prose. Whether the function exists is \
      not checked.
      """,
    failing: .falsifier(["evidence_discharged_by": "⟪Sources/Kernels/Softmaxx.swift::softmax⟫"]),
    passing: .falsifier([
      "evidence_discharged_by": "[\"Sources/Kernels/Softmax.swift::softmax\", \"the review of May\"]"
    ])
  ).inContract { context in
    let values =
      context.falsifierNodes.values("evidence_discharged_by")
      + context.root.mappings("gates").values("evidence_discharged_by")
    let named = values.flatMap { $0.elements.map(Array.init) ?? [$0] }
    guard !named.isEmpty, let root = ProjectRoot.above(context.path) else { return [] }
    return named.compactMap { node in
      guard let text = node.text, let path = text.split(separator: "::", maxSplits: 1).first.map(String.init),
        path.contains("/"), !path.contains(" "), !path.hasPrefix("/"), Files.kind(of: PathText.join(root, path)) == nil
      else { return nil }
      return Finding(
        context.range(node), "there is no file `\(path)`",
        help: "write the file's path relative to \(PathText.shown(root))")
    }
  }
}
