import ContractKit
import Foundation
import XCTest

final class JSONSchemaTests: XCTestCase {
  private static let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .appendingPathComponent("../..").standardized.path

  /// Every reference leads to a definition, and every definition is used.
  func testReferencesResolve() {
    for schema in JSONSchema.allCases {
      var used: Set<String> = []
      func visit(_ json: JSON) {
        if let reference = json["$ref"]?.string {
          XCTAssertTrue(reference.hasPrefix("#/$defs/"))
          used.insert(String(reference.dropFirst(8)))
        }
        json.object?.values.forEach(visit)
        json.array?.forEach(visit)
      }
      let document = schema.document()
      visit(document)
      XCTAssertEqual(used, Set(document["$defs"]?.object.map { Set($0.keys) } ?? []), schema.rawValue)
      XCTAssertEqual(document["$schema"]?.string, "https://json-schema.org/draft/2020-12/schema")
    }
  }

  /// Each key of each shape is described in both families; nothing else is.
  func testTheContractSchemaFollowsTheShapes() throws {
    let definitions = try XCTUnwrap(JSONSchema.contract.document()["$defs"]?.object)
    for suffix in ["", ".pv1"] {
      let contract = try XCTUnwrap(definitions["contract" + suffix]?["properties"]?.object)
      XCTAssertEqual(Set(contract.keys), Set(ContractShape.contract.fields.map(\.key)))
      for field in ContractShape.contract.fields {
        XCTAssertEqual(contract[field.key]?["description"]?.string, field.documentation)
      }
    }
    func required(_ name: String) -> [String] { definitions[name]?["required"]?.array?.compactMap(\.string) ?? [] }
    XCTAssertEqual(required("waiver"), [])
    XCTAssertEqual(required("waiver.pv1"), ["reason", "owner", "until"])
    XCTAssertEqual(required("falsifier"), ["id", "rule"])
  }

  /// Our own files, and files with faults, by a validator that is not ours.
  func testAnotherValidatorAgrees() throws {
    let folder = try TemporaryFolder(self)
    for schema in JSONSchema.allCases { try folder.write("\(schema.rawValue).json", schema.document().canonicalBytes) }
    let verification = Verification(
      .load(paths: [Self.root + "/contracts"]),
      options: .init(
        root: Self.root, evidenceFolder: Self.root + "/evidence", asOf: CalendarDate("2026-07-01")!,
        isWholeProject: true))
    try folder.write("this.status.json", Scoreboard(verification).json.canonicalBytes)
    try folder.write("check.py", Self.script)
    // scripts/setup installs the validator for Debian's python3; another may come first on PATH.
    var status: Int32 = 77
    var output = ""
    for python in ["/usr/bin/python3", "/usr/bin/env python3"] where status == 77 || status == 127 {
      (status, output) = try run(
        python.split(separator: " ").map(String.init) + [folder.path + "/check.py", folder.path])
    }
    guard status != 77, status != 127 else {
      throw XCTSkip("schemas not judged by another validator: \(output); scripts/setup installs it")
    }
    XCTAssertEqual(status, 0, output)
  }

  private func run(_ words: [String]) throws -> (status: Int32, output: String) {
    guard FileManager.default.isExecutableFile(atPath: words[0]) else { return (127, "no \(words[0])") }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: words[0])
    process.arguments = words.dropFirst() + [Self.root]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  private static let script = #"""
    import glob, json, sys
    try:
        import yaml
        from jsonschema import Draft202012Validator as Validator
    except ImportError as error:
        print(error)
        sys.exit(77)

    class Loader(yaml.SafeLoader):
        pass
    # YAML 1.2, as editors read: a day is text.
    Loader.yaml_implicit_resolvers = {
        first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
        for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()}

    folder, root = sys.argv[1:]
    names = ["contract", "investigation", "evidence", "status", "witness"]
    schemas = {name: json.load(open(f"{folder}/{name}.json")) for name in names}
    for schema in schemas.values():
        Validator.check_schema(schema)
    faults = []
    def judge(name, path, value):
        for error in Validator(schemas[name]).iter_errors(value):
            faults.append(f"{path}: {error.json_path}: {error.message[:300]}")
    contracts = sorted(glob.glob(root + "/contracts/*.yaml"))
    evidence = sorted(glob.glob(root + "/evidence/*/*.json"))
    assert contracts and evidence, root
    for path in contracts:
        judge("contract", path, yaml.load(open(path), Loader))
    investigations = glob.glob(root + "/investigations/*.yaml")
    assert investigations, root
    for path in investigations:
        judge("investigation", path, yaml.load(open(path), Loader))
    for path in evidence:
        judge("evidence", path, json.load(open(path)))
    for path in glob.glob(root + "/witnesses/*.json"):
        judge("witness", path, json.load(open(path)))
    status = json.load(open(folder + "/this.status.json"))
    assert len(status["falsifiers"]) >= len(evidence), len(status["falsifiers"])
    judge("status", "status", status)

    # What is wrong must be seen.
    good = yaml.load(open(contracts[0]), Loader)
    def bad(what, change):
        value = json.loads(json.dumps(good))
        change(value)
        if Validator(schemas["contract"]).is_valid(value):
            faults.append(f"accepted: {what}")
    bad("no rule", lambda c: c["falsification_tests"][0].pop("rule"))
    bad("checks are text", lambda c: c["falsification_tests"][0].update(checks="none"))
    bad("unknown obligation", lambda c: c["proof_obligations"][0].update(type="equivalance"))
    bad("unknown format", lambda c: c["metadata"].update(format="pv/9"))
    bad("a waiver without owner", lambda c: c["falsification_tests"][0].update(waived={"reason": "r", "until": "2030-01-01"}))
    bad("no day", lambda c: c["falsification_tests"][0].update(waived={"reason": "r", "owner": "o", "until": "soon"}))
    asked = yaml.load(open(investigations[0]), Loader)
    for what, change in [
        ("no question", lambda asked: asked.pop("question")),
        ("no hypotheses", lambda asked: asked.pop("hypotheses")),
        ("unknown state", lambda asked: asked["hypotheses"][0].update(state="dead")),
        ("unknown outcome", lambda asked: asked["hypotheses"][0]["predicts"][0].update(outcome="explodes")),
    ]:
        value = json.loads(json.dumps(asked))
        change(value)
        if Validator(schemas["investigation"]).is_valid(value):
            faults.append(f"accepted: {what}")
    public = json.loads(json.dumps(good))
    del public["metadata"]["format"]
    public["proof_obligations"][0]["type"] = "equivalance"
    judge("contract", "the public format", public)
    value = json.load(open(evidence[0]))
    value["verdict"] = "pass"
    if Validator(schemas["evidence"]).is_valid(value):
        faults.append("accepted: evidence with a verdict")
    status["falsifiers"][0]["status"] = "FINE"
    if Validator(schemas["status"]).is_valid(status):
        faults.append("accepted: a status that is none")
    print("\n".join(faults))
    sys.exit(1 if faults else 0)
    """#
}
