import ArgumentParser
import ContractKit

/// Putting right what can be put right without asking: part of `pv validate`.
struct FixOptions: ParsableArguments {
  @Flag(
    help: """
      Fix what is safe to fix: a misspelled key whose correct name is not used yet, a version that lacks numbers or \
      quotes, a missing line ending. Then validate. Comments, layout and values in a file stay, and so do its links, \
      mode and owner; a read-only file is refused.
      """)
  var fix = false

  @Flag(
    help: "Print, as a patch, what --fix would change, and write nothing; exit with 1 if there is something to fix.")
  var diff = false

  /// Whether anything is asked for.
  var isWanted: Bool { fix || diff }

  /// Refuses what cannot be written back.
  func check(_ paths: [String]) throws {
    if isWanted && paths.contains("-") { throw ValidationError("--fix and --diff need files, not standard input") }
  }

  /// The contracts to validate: those given, or, once the fixes are written, those that are there now.
  func applied(to inputs: ContractInputs, again find: () throws -> ContractInputs) throws -> ContractInputs {
    guard isWanted else { return inputs }
    let set = ContractSet(inputs)
    let fixed = set.files.map { FixedFile($0) }.filter { !$0.fixes.isEmpty }
    let count = fixed.reduce(0) { $0 + $1.fixes.count }
    if diff {
      Console.write(fixed.map(\.patch).joined())
      Console.writeError("\(count) to fix in \(fixed.count) of \(set.files.count) files\n")
      throw ExitCode(exitCode(of: set, isClean: fixed.isEmpty))
    }
    var written: [FixedFile] = []
    for file in fixed {
      do { try FileRewrite.replace(file.path, with: file.new) } catch {
        Console.writeError("pv: \(error)\n")
        continue
      }
      written.append(file)
      for fix in file.fixes { Console.writeError("\(file.path): \(fix.title)\n") }
    }
    let made = written.reduce(0) { $0 + $1.fixes.count }
    Console.writeError("fixed \(made) in \(written.count) of \(set.files.count) files\n")
    guard written.count == fixed.count else { throw ExitCode(Outcome.rejected.rawValue) }
    return fixed.isEmpty ? inputs : try find()
  }

  /// 1 where there is something to fix; 2 where a path is missing or nothing could be read.
  private func exitCode(of set: ContractSet, isClean: Bool) -> Int32 {
    if !isClean { return Outcome.rejected.rawValue }
    for problem in set.diagnostics { Console.writeError("pv: \(problem.path): \(problem.message)\n") }
    let isRead = set.diagnostics.isEmpty && !set.contracts.isEmpty
    return (isRead ? Outcome.accepted : .nothingJudged).rawValue
  }
}
