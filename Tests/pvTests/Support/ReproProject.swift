import ContractKit
import XCTest

/// A project with a command that stands for its falsifiers: it copies the committed evidence, or,
/// under one time zone, evidence that differs in one element.
struct ReproProject {
  let project: VerifyProject
  var path: String { project.path }

  /// What `pv repro` is told after its own flags.
  static let command = ["--", "./run-falsifiers"]
  private static let files = "testOne:FALSIFY-SCALE-001 testTwo:FALSIFY-SCALE-002"

  init(_ test: XCTestCase) throws {
    project = try VerifyProject(test)
    try project.folder.write(
      "run-falsifiers",
      """
      #!/bin/bash
      cd '\(project.path)'
      for test in "$@"; do
        [ "$test" = Scale.Probe/testCore ] && printf '%s' "core ${LIBRARY_CORE:-new}" >"$PV_PROBE"
        for pair in \(Self.files); do
          [ "Falsifiers.FalsifyScale/${pair%%:*}" = "$test" ] || continue
          id=${pair##*:}; from=evidence
          [ "$TZ" = Pacific/Kiritimati ] && [ -e "varied/scale-v1/$id.json" ] && from=varied
          [ "$CRASH" = "$id" ] && continue
          [ -n "$SLEEP" ] && sleep "$SLEEP"
          mkdir -p "$PV_EVIDENCE/scale-v1"; cp "$from/scale-v1/$id.json" "$PV_EVIDENCE/scale-v1/$id.json"
          digest=$(grep '^  "digest"' "$from/scale-v1/$id.json" | cut -c14-77)
          printf '{"contract":"scale-v1","digest":"%s","event":"finished","falsifier":"%s","key":"%064d"}\\n' \\
            $digest $id 0 >>"$PV_RUN/ledger.jsonl"
          if [ -n "$PV_ARRAYS" ]; then
            folder="$PV_RUN/arrays/scale-v1/$id/outputs"; mkdir -p "$folder"
            printf '\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0%s' "$([ $from = varied ] && echo abcd || echo abce)" >"$folder/y.bin"
          fi
        done
      done

      """)
    XCTAssertEqual(chmod("\(path)/run-falsifiers", 0o755), 0)
  }

  /// Makes the first falsifier give another measurement and another last element in another time zone.
  func vary() throws {
    func evidence(_ value: Double, _ output: String) throws -> Evidence {
      var evidence = try project.evidence(
        "FALSIFY-SCALE-001", ["max_abs_error": .init(.real(value), over: "4 f32")],
        mutant: ["max_abs_error": .init(.real(1), over: "4 f32")])
      evidence.outputs = [.init(name: "y", dtype: "f32", shape: [2, 2], sha256: Digest(of: Array(output.utf8)))]
      return evidence
    }
    try project.write(try evidence(1e-7, "abce"), to: VerifyProject.evidenceA)
    try project.writeUnbound(try evidence(2e-7, "abcd"), to: "varied/scale-v1/FALSIFY-SCALE-001.json")
  }

  func repro(_ arguments: String..., environment: [String: String] = [:]) throws -> PVProcess {
    try PVProcess(
      arguments: ["repro"] + arguments + Self.command, in: path, environment: environment)
  }
}
