import Provenance

extension CheckedRule {
  static let runNotFound = Rule(
    "run-not-found", .contract, .strict,
    reason:
      "evidence must go stale when the program that records it changes, so some file of that program must be named",
    details: """
      At least one argument of `run` must be the path of a text file in the package, or, after `-m`, the name of a \
      Python module in the package. If an argument contains `::`, only the part before the first `::` counts. A \
      program that a build produces is not a source file, so name the script that builds and runs the program.
      """,
    failing: .falsifier(["run": "⟪[python3, -m, pytest, python/test_softmaxx.py]⟫"], without: ["test"]),
    passing: .falsifier(["run": "[python3, -m, pytest, python/test_softmax.py]"], without: ["test"])
  ).inContract { context in
    guard context.contract.isStrict, let package = context.package else { return [] }
    return context.falsifiers.compactMap { falsifier, node in
      guard falsifier.isRecorded, let run = node.entry("run"),
        package.recordings.scripts(namedBy: falsifier.run.map(\.value)).isEmpty
      else { return nil }
      return Finding(
        context.range(run.value), "no argument of `run` is a text file of the package",
        help: "write the path of one relative to the package's root, for instance tests/test_scale.py")
    }
  }
}
