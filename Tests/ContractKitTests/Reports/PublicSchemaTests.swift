import ContractKit
import Foundation
import XCTest

/// SARIF and JUnit by the schemas that others publish, which are not kept here.
///
/// `PV_PUBLIC_SCHEMAS` names a folder with `sarif-schema-2.1.0.json` (github.com/oasis-tcs/sarif-spec,
/// sarif-2.1/schema) and `junit-10.xsd` (github.com/jenkinsci/xunit-plugin, types/model/xsd). Without it
/// FormatTests alone speaks for the two formats.
final class PublicSchemaTests: XCTestCase {
  func testReportsAreAsThePublicSchemasWantThem() throws {
    guard let schemas = ProcessInfo.processInfo.environment["PV_PUBLIC_SCHEMAS"] else {
      throw XCTSkip("reports not judged by the public schemas: PV_PUBLIC_SCHEMAS names no folder with them")
    }
    let folder = try TemporaryFolder(self)
    let empty = Validation(ContractSet(files: [decode("metadata: {}\n")]), today: CalendarDate("2026-07-01")!)
    for (name, report) in [("sample", SampleReport.report()), ("empty", empty.report())] {
      for format in [ReportFormat.sarif, .junit] { try folder.write("\(name).\(format)", format.render(report)) }
    }
    try folder.write("check.py", Self.script)
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", folder.path + "/check.py", schemas, folder.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    XCTAssertEqual(process.terminationStatus, 0, output + "; pip install jsonschema xmlschema")
  }

  private static let script = #"""
    import json, sys
    import jsonschema, xmlschema

    schemas, folder = sys.argv[1:]
    sarif = json.load(open(f"{schemas}/sarif-schema-2.1.0.json"))
    judge = jsonschema.validators.validator_for(sarif)(sarif)
    junit = xmlschema.XMLSchema(f"{schemas}/junit-10.xsd")
    faults = []
    for name in ["sample", "empty"]:
        log = json.load(open(f"{folder}/{name}.sarif"))
        faults += [f"{name}.sarif: {e.json_path}: {e.message[:200]}" for e in judge.iter_errors(log)]
        faults += [f"{name}.junit: {e.path}: {e.reason}" for e in junit.iter_errors(f"{folder}/{name}.junit")]
    # What is wrong must be seen.
    log["runs"][0]["columnKind"] = "bytes"
    if judge.is_valid(log):
        faults.append("accepted: an unknown columnKind")
    if junit.is_valid("<testsuites><testsuite/></testsuites>"):
        faults.append("accepted: a suite without a name")
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
    """#
}
