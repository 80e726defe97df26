import ArgumentParser
import ContractKit
import Foundation

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the falsifiers, keep a ledger of what was demanded and what finished, and name what did not.",
    discussion: """
      The command after -- is run with PV_RUN set to a fresh folder; where none is given it is \
      "swift test --parallel --filter Falsify". The folder then holds ledger.jsonl, for pv verify --run, and \
      run.json, the record of the machine, toolchain and commit. Exit code 1 where the command fails or a \
      demanded falsifier did not finish.
      """)

  @Option(help: "The run's folder; it must not exist yet, or be a run's folder, which is then replaced.")
  var into: String?

  @Argument(parsing: .postTerminator, help: "The command that runs the falsifiers.")
  var command: [String] = []

  func run() throws {
    guard let root = PackageRoot.above(Files.currentFolder) else {
      throw Failure.nothingJudged("no Package.swift in a folder above \(Files.currentFolder)")
    }
    let folder = absolute(into ?? "\(root)/.build/falsifier-runs/latest")
    let contracts = ContractSet.load(paths: ["\(root)/contracts"]).contracts
    try makeFresh(folder)
    let ledgerPath = "\(folder)/ledger.jsonl"
    let demanded = Self.demanded(by: contracts)
    guard !demanded.isEmpty else { throw Failure.nothingJudged("no contract demands a falsifier") }
    for key in demanded { try Ledger.record(.demanded, for: key, in: ledgerPath) }

    let started = Date()
    let words = command.isEmpty ? ["swift", "test", "--parallel", "--filter", "Falsify"] : command
    let status = try Shell.run(words, environment: ["PV_RUN": folder], folder: root)
    try RunRecord.write(to: "\(folder)/run.json", root: root, command: words, started: started, status: status)

    let ledger = try Ledger(path: ledgerPath)
    var finished = 0
    for key in demanded {
      let outcome = ledger.outcome(of: key)
      if case .finished = outcome {
        finished += 1
      } else {
        Console.write("\(key.falsifier) (\(key.contract)): \(outcome)\n")
      }
    }
    Console.write(
      "\(finished) of \(demanded.count) demanded falsifiers finished; ledger: \(PathText.shown(ledgerPath))\n")
    guard status == 0, finished == demanded.count else { throw ExitCode(1) }
  }

  /// Every falsifier with a test, except those declared BLOCKED.
  static func demanded(by contracts: [Contract]) -> [Ledger.Key] {
    contracts.flatMap { contract in
      contract.falsifiers
        .filter { !$0.checks.isEmpty && $0.status?.value != Status.blocked.rawValue }
        .map { Ledger.Key(contract: contract.id, falsifier: $0.id.value) }
    }
  }

  private func absolute(_ path: String) -> String { path.hasPrefix("/") ? path : "\(Files.currentFolder)/\(path)" }

  private func makeFresh(_ folder: String) throws {
    if Files.kind(of: folder) != nil {
      // Only what a run left is removed: a mistyped --into must not delete anything else.
      guard Files.kind(of: "\(folder)/ledger.jsonl") == .file else {
        throw Failure.rejected("\(folder) exists and is not the folder of a run; name another with --into")
      }
      try FileManager.default.removeItem(atPath: folder)
    }
    try Files.makeFolder(folder)
  }
}

/// Running other programs.
enum Shell {
  /// Runs a program with its output on this terminal, and returns its exit status.
  static func run(_ words: [String], environment: [String: String], folder: String) throws -> Int32 {
    let process = try process(words, folder: folder)
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// The first line that a program prints, or nil where it cannot be run or fails.
  static func firstLine(_ words: [String], folder: String) -> String? {
    guard let process = try? process(words, folder: folder) else { return nil }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { return nil }
    return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init) ?? ""
  }

  private static func process(_ words: [String], folder: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    return process
  }
}
