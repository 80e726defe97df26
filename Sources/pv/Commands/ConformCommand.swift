import ArgumentParser
import CConformance
import Conformance
import ContractKit

/// `pv conform`
struct ConformCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conform",
    abstract: "Try the kernels of a shared library on the clauses of the contracts.",
    discussion: """
      The library exports functions of pv_kernels.h, which --header prints; any subset will do:

        pv conform --header > pv_kernels.h
        cc -O2 -shared -fPIC -o libmine.so mine.c
        pv conform ./libmine.so

      It is loaded in a process of its own, which is not a sandbox: it can do what you can do. Each falsifier's own \
      cases, and then fresh ones, are run with the library's kernels in place of ours, and judged clause by clause: \
      holds, other bits (within the bound), falsified, not exported, not applicable. The contracts are those built \
      into pv, unless --contracts names a folder. Every call is made again at another address, with other threads, or \
      for a row alone, and must give the same bits.

      Exit code 0: nothing is falsified. 1: something is, or a call did what the header forbids. 2: the library cannot \
      be tried, or exports nothing that was requested.
      """)

  @Argument(help: "The shared library.")
  var library: String?

  @Option(
    name: .customLong("contract"), help: .init("Only the clauses of this contract; can be repeated.", valueName: "id"))
  var contracts: [String] = []

  @Option(name: .customLong("falsifier"), help: .init("Only this falsifier; can be repeated.", valueName: "id"))
  var falsifiers: [String] = []

  @Option(
    name: .customLong("contracts"),
    help: .init("Use the contracts of this folder, not those built into pv.", valueName: "folder"))
  var folder: String?

  @Option(help: .init("The seed of the fresh cases; a new one each time if none is given.", valueName: "word"))
  var seed: String?

  @Option(
    name: .customLong("case"),
    help: .init("Run only this case, as printed in a report; needs one --falsifier.", valueName: "line"))
  var line: String?

  @Option(
    help: """
      The largest number of threads that a call may use. If it is not given, each falsifier uses as many as it lists, \
      and calls are made again with as many as there are processors.
      """)
  var threads: Int?

  @Option(help: .init("How long a call may take.", valueName: "seconds"))
  var timeout = 10.0

  @Option(
    name: .customLong("report"),
    help: .init("Also write everything that was found, in a format of its own.", valueName: "file"))
  var file: String?

  @Flag(help: "Print pv_kernels.h, with which libraries are compiled.")
  var header = false

  @OptionGroup var output: OutputOptions

  func validate() throws {
    if header {
      guard library == nil else { throw ValidationError("--header takes no library") }
      return
    }
    guard library != nil else { throw ValidationError("give a shared library, or --header") }
    guard (1...1024).contains(threads ?? 1) else { throw ValidationError("--threads must be from 1 to 1024") }
    guard timeout >= 0.001, timeout <= 3600 else {
      throw ValidationError("--timeout must be from 0.001 to 3600 seconds")
    }
    if line != nil, falsifiers.count != 1 { throw ValidationError("--case needs one --falsifier") }
    if let seed, seed.isEmpty || seed.contains(where: { $0.isWhitespace || $0.isNewline }) {
      throw ValidationError("--seed must be one word")
    }
  }

  func run() throws {
    guard let library else { return Console.write(ShippedFiles.header) }
    var request = ConformanceRun.Request(
      library: library, seed: seed ?? String(UInt64.random(in: .min ... .max), radix: 16),
      executable: Surroundings.program)
    request.threads = threads
    (request.contracts, request.falsifiers, request.contractsFolder) = (contracts, falsifiers, folder)
    (request.onlyCase, request.timeout) = (line, Int((timeout * 1000).rounded()))
    let report: ConformanceReport
    let progress = Progress()
    do {
      report = try ConformanceRun(request).run { progress.show("\($0): \($1 + 1) of \($2) falsifiers") }
    } catch let error as ConformanceError {
      progress.end()
      throw Failure.nothingJudged("\(error)")
    }
    progress.end()
    if let file {
      do { try Files.replace(file, with: report.bytes) } catch { throw Failure.rejected("\(error)") }
    }
    if output.format == .human, !output.quiet { Console.write(report.overview) }
    try output.finish(report.report())
  }

  /// The file of this program, which the library is loaded by.
}

/// `pv conform-child`: the process that a library is loaded in; nobody but `pv conform` starts it.
struct ConformChildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "conform-child", shouldDisplay: false)

  @Argument var library: String

  func run() throws { throw ExitCode(cc_serve(library, 3, 4, 5)) }
}
