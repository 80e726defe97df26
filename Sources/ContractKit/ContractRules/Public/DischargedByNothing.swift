extension CheckedRule {
  static let dischargedByNothing = Rule(
    "discharged-by-nothing", .contract, .warning,
    reason: "a claim that a file discharges which is not there is discharged by nobody",
    details: """
      About `evidence_discharged_by` of falsifiers and gates, as the public format has it: `PATH` or `PATH::FUNCTION`, from the \
      folder of the project. Whether the function exists is not looked at.
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
        context.range(node), "there is no file `\(path)`", help: "name the file as it is from \(PathText.shown(root))")
    }
  }
}
