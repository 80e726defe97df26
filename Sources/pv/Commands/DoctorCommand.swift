import ArgumentParser
import ContractKit

/// `pv doctor`
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what this machine can run, and what to install.",
    discussion: """
      The main job is to build the package and run its falsifiers. Exit code 1: something is missing that this job \
      needs.
      """)

  @Flag(help: "Write JSON.")
  var json = false

  func run() throws {
    let report = MachineReport(Machine.checks())
    Console.write(json ? String(decoding: report.json.canonicalBytes, as: UTF8.self) : report.text)
    guard report.isReady else { throw ExitCode(Outcome.rejected.rawValue) }
  }
}

/// Looking at the machine that this runs on.
private enum Machine {
  static func checks() -> [MachineReport.Check] {
    let root = PackageRoot.above(Files.currentFolder)
    return [
      tool("swift", ["swift", "--version"], "https://www.swift.org/install"),
      tool("git", ["git", "--version"], install("git", "git")),
      tool("pkg-config", ["pkg-config", "--version"], install("pkg-config", "pkg-config")),
      library("libyaml", "yaml-0.1", "reading contracts", install("libyaml-dev", "libyaml")),
      library("OpenBLAS", "openblas", "an oracle that is not ours", install("libopenblas-dev", "openblas")),
      ownName, instructionSets, package(root), corpus(root), weights, python,
    ]
  }

  private static func install(_ debian: String, _ brew: String) -> String {
    #if os(macOS)
      "brew install \(brew), or scripts/setup"
    #else
      "apt-get install \(debian), or scripts/setup"
    #endif
  }

  private static func tool(_ name: String, _ words: [String], _ remedy: String) -> MachineReport.Check {
    guard let line = Shell.firstLine(words, folder: Files.currentFolder) else {
      return .init(name, .missing, "not on PATH", remedy: "install it: \(remedy)")
    }
    return .init(name, .ok, line)
  }

  private static func library(
    _ name: String, _ module: String, _ purpose: String, _ remedy: String
  ) -> MachineReport.Check {
    guard let version = Shell.firstLine(["pkg-config", "--modversion", module], folder: Files.currentFolder) else {
      return .init(name, .missing, "pkg-config knows no \(module), needed for \(purpose)", remedy: remedy)
    }
    return .init(name, .ok, "\(version), for \(purpose)")
  }

  /// Whether the name `pv` means this program; Debian has another of that name, a pipe viewer.
  private static var ownName: MachineReport.Check {
    guard let line = Shell.firstLine(["pv", "--version"], folder: Files.currentFolder) else {
      return .init("pv on PATH", .absent, "there is no program of this name", remedy: "put the folder of pv on PATH")
    }
    if line.hasPrefix("pv (\(ProgramVersion.name))") { return .init("pv on PATH", .ok, line) }
    return .init(
      "pv on PATH", .absent, "another program, such as Debian's pipe viewer: \(SafeText.line(line))",
      remedy: "call this one pv-contracts, or put its folder first on PATH")
  }

  private static var instructionSets: MachineReport.Check {
    let variations = ProjectFile.loadNearest()?.settings.variations ?? []
    let lacks = variations.lackedHere
    let has = variations.forcedHere
    let detail =
      "\(Host.architecture): \(has.isEmpty ? "pv.yaml names no implementations of kernels" : has.joined(separator: ", "))"
    return .init(
      "implementations", .ok,
      lacks.isEmpty ? detail : "\(detail); not here: \(lacks.joined(separator: ", ")), which falsifiers leave out")
  }

  private static func package(_ root: String?) -> MachineReport.Check {
    guard let root else {
      return .init(
        "package", .absent, "there is neither Package.swift, nor pv.yaml with contracts/, here or above",
        remedy: "run pv in a package, or make one: swift package init")
    }
    let contracts = ContractSet.load(
      paths: [PathText.join(root, "contracts")], project: ProjectFile.loadNearest()
    ).files.count
    guard contracts > 0 else { return .init("package", .absent, "\(root) has no contracts", remedy: "pv init") }
    return .init("package", .ok, "\(root), \(contracts) contract\(contracts == 1 ? "" : "s")")
  }

  private static func corpus(_ root: String?) -> MachineReport.Check {
    let given = Surroundings.variables["PV_CORPUS"]
    let folder = given ?? root.map { PathText.absolute(PathText.join($0, "../shared/corpus")) } ?? ""
    guard Files.isFolder(folder) else {
      return .init(
        "corpus", .absent, "tests over the public contracts are skipped, and say so",
        remedy: given == nil ? "set PV_CORPUS to its folder" : "PV_CORPUS names \(folder), which is not a folder")
    }
    return .init("corpus", .ok, folder)
  }

  private static var weights: MachineReport.Check {
    let names = LiveRequest(Surroundings.variables[LiveRequest.variable]).names.sorted(by: Files.utf8Order)
    return names.isEmpty
      ? .init(
        "live falsifiers", .absent, "those on real weights are not run, and their evidence is kept",
        remedy: "set \(LiveRequest.variable) to the names of weights that are here")
      : .init("live falsifiers", .ok, "\(LiveRequest.variable) asks for \(names.joined(separator: ", "))")
  }

  private static var python: MachineReport.Check {
    let words = ["python3", "-c", "import jsonschema, yaml, sys; print('Python', sys.version.split()[0])"]
    guard let line = Shell.firstLine(words, folder: "/") else {
      return .init(
        "python3 with jsonschema", .absent, "the test of pv schema against another validator is skipped, and says so",
        remedy: "pip install jsonschema pyyaml")
    }
    return .init("python3 with jsonschema", .ok, line)
  }
}
