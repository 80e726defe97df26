import ArgumentParser
import ContractKit
import Provenance

/// `pv repro`
struct ReproCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repro",
    abstract: "Run falsifiers again under varied conditions, and compare evidence byte by byte.",
    discussion: """
      No committed file is written, except for the witness after --witness: each variation writes into a folder below \
      .build/repro, which is kept until the next run. Falsifiers with `run:` are recorded again; for those with `bits: \
      vary`, the outcome of each check is compared instead of bytes. If bytes differ, pv shows the clause, the \
      measurement and the first element that differs; to find this element, it runs the falsifier twice more. pv first \
      builds the package's tests. If a command follows --, this command runs the tests instead, and gets their names \
      as arguments, in the form MODULE.CLASS/METHOD. Ctrl-C ends the run, and pv shows what has been done.

      With --shard, only the Ith of N parts is run, in a folder of its own below --into; pv merge unites these \
      folders. Each falsifier under each variation is one piece of work, except that each of the variations release, \
      serial and reversed is a single piece for all falsifiers. A witness is about one machine, so no part writes a \
      witness.

      Exit code 0: everything requested was reproduced. 1: something differs, did not finish, or was interrupted. 2: \
      nothing could be run.
      """)

  @Option(
    help: .init(
      """
      Run only this variation; can be repeated. Default: all variations that this machine can run.
      """, valueName: "name"))
  var variation: [String] = []

  @Option(
    help: .init(
      "Run only falsifiers whose id, or CONTRACT/ID, contains this text; can be repeated.", valueName: "text"))
  var filter: [String] = []

  @Flag(help: "List the variations, and say why this machine cannot run some of them; run nothing.")
  var list = false

  @Flag(
    help: """
      Leave out falsifiers that need not be run again: with --witness, those that this witness still attests under the \
      same variations (the witness keeps these results); otherwise, those whose evidence is fresh.
      """)
  var stale = false

  @Option(help: .init("If everything was reproduced, write witnesses/NAME.json for this machine.", valueName: "name"))
  var witness: String?

  @OptionGroup var sharding: ShardOptions

  @Option(help: "With --shard, the folder in which each attempt creates its own folder; default: .build/shards.")
  var into: String?

  @Argument(parsing: .postTerminator, help: "A command that runs the tests named by its arguments.")
  var command: [String] = []

  func validate() throws {
    if into != nil, sharding.shard == nil { throw ValidationError("--into is for --shard") }
    if witness != nil, sharding.shard != nil {
      throw ValidationError(
        "a witness is about one machine, but shards may run on several: leave out --witness or --shard")
    }
    // It becomes the name of a file.
    if let witness, witness.isEmpty || !witness.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
    {
      throw ValidationError("the name of a witness can have only letters, digits and -")
    }
  }

  func run() throws {
    let project = ProjectFile.loadNearest()
    let declared = project?.settings.variations ?? []
    let known = Variation.all(declared, hasTool: { Shell.firstLine(["which", $0], folder: "/") != nil })
    if list { return printList(known) }
    let asked = try choose(known)
    let root = try EnclosingPackage.root()
    let verification = Verification(
      ContractSet.load(paths: ["\(root)/contracts"], project: project),
      options: .init(root: root, evidenceFolder: "\(root)/evidence", asOf: .today(), isWholeProject: true))
    let all = try subjects(verification)
    let chosen = try ofUse(asked, to: all)
    if let index = sharding.shard { return try runShard(index, chosen, all, verification, root, declared) }
    // Two at once would compare each other's files.
    let lockPath = "\(root)/.build/repro.lock"
    try Files.makeFolder("\(root)/.build")
    try Files.append([], to: lockPath)
    guard let lock = try FileLock(lockPath, creating: false) else {
      throw Failure.rejected("another pv repro is running in this package")
    }
    let scratch = "\(root)/.build/repro"
    try makeFresh(scratch)
    let pool = ProcessPool()
    let interruption = Interruption { pool.interrupt() }
    defer { interruption.end() }
    func runs(_ subjects: [ReproductionRun.Subject], fresh: [Ledger.Key: Verification.Fresh] = [:]) -> ReproductionRun {
      self.runs(subjects, fresh: fresh, root: root, scratch: scratch, pool, declared)
    }
    let programs = Programs(command: command, root: root)
    let void = try void(among: chosen, runs([]), programs, pool)
    let left = chosen.filter { one in !void.contains { $0.name == one.name } }
    let before = try witnessBefore(left, verification, root)
    let kept = verification.fresh.filter { stale && (before?.current.contains($0.key) ?? (witness == nil)) }
    let subjects = all.filter { kept[$0.key] == nil }
    guard !subjects.isEmpty else {
      return Console.write("nothing to run: \(all.count) of \(all.count) fresh\n")
    }
    var reproduction = Reproduction(variations: left, void: void, falsifiers: subjects.map(\.key))
    try reproduce(&reproduction, runs(subjects, fresh: kept), programs, pool, subjects)
    if stale { Console.write("\(all.count - subjects.count) of \(all.count) fresh, not run\n") }
    Console.write(reproduction.table.summary)
    try Files.replace("\(root)/.build/repro/\(Self.resultFile)", with: reproduction.table.json.canonicalBytes)
    _ = consume lock
    if let witness {
      try write(
        witness, reproduction, keeping: kept.isEmpty ? nil : before, features: declared.forcedHere, verification, root)
    }
    guard reproduction.judgment == .accepted else { throw ExitCode(reproduction.judgment.rawValue) }
  }

  // MARK: What is run

  private func printList(_ known: [Variation]) {
    let width = known.map(\.name.count).max() ?? 0
    for variation in known {
      let name = variation.name + String(repeating: " ", count: width - variation.name.count)
      Console.write("\(name)  \(variation.summary)\(variation.obstacle.map { "; not here: \($0)" } ?? "")\n")
    }
  }

  private func choose(_ known: [Variation]) throws -> [Variation] {
    guard !variation.isEmpty else {
      let able = known.filter { $0.obstacle == nil && (command.isEmpty || !$0.isRelease) }
      let left = known.filter { one in !able.contains { $0.name == one.name } }
      if !left.isEmpty { Console.writeError("pv: not run here: \(left.map(\.name).joined(separator: ", "))\n") }
      return able
    }
    return try variation.map { name in
      guard let found = known.first(where: { $0.name == name }) else {
        throw ValidationError("there is no variation \(name); pv repro --list names them")
      }
      if let obstacle = found.obstacle { throw Failure.nothingJudged("\(name) cannot be run: \(obstacle)") }
      if found.isRelease && !command.isEmpty {
        throw ValidationError(
          "the variation release builds the package's own tests, which a command given here replaces")
      }
      return found
    }
  }

  private func subjects(_ verification: Verification) throws -> [ReproductionRun.Subject] {
    let contracts = verification.contracts
    let demanded = Ledger.demanded(by: contracts, live: try .given(to: contracts))
    let chosen = demanded.filter { key in
      filter.isEmpty || filter.contains { "\(key.contract)/\(key.falsifier)".contains($0) }
    }
    guard !chosen.isEmpty else {
      throw Failure.nothingJudged(
        demanded.isEmpty
          ? "no contract demands a falsifier" : "--filter matches none of \(demanded.count) falsifiers")
    }
    let fresh = verification.fresh
    return chosen.map { key in
      let falsifier = contracts.first { $0.id == key.contract }?.falsifier(key.falsifier)
      return ReproductionRun.Subject(
        key: key, clauses: falsifier?.bindsTo.map(\.value) ?? [], test: falsifier?.test?.value ?? "",
        isRecorded: falsifier?.isRecorded ?? false, varying: falsifier.flatMap { $0.varies == nil ? nil : $0 },
        isFresh: fresh[key] != nil)
    }
  }

  /// The variations that change something of what is run: how tests are built, grouped and started is nothing to a program
  /// that records.
  private func ofUse(_ asked: [Variation], to subjects: [ReproductionRun.Subject]) throws -> [Variation] {
    guard subjects.allSatisfy(\.isRecorded) else { return asked }
    let kept = asked.filter { !$0.isRelease && !$0.isTogether && !$0.isElsewhere }
    guard !kept.isEmpty else {
      throw Failure.nothingJudged(
        "\(asked.map(\.name).joined(separator: ", ")) changes how tests are run, and no test is to be reproduced")
    }
    let left = asked.filter { one in !kept.contains { $0.name == one.name } }
    if !left.isEmpty { Console.writeError("pv: about tests only: \(left.map(\.name).joined(separator: ", "))\n") }
    return kept
  }

  /// The witness of this name, where it tells of the same variations and so can be kept in part.
  private func witnessBefore(
    _ chosen: [Variation], _ verification: Verification, _ root: String
  ) throws -> WitnessBook.Entry? {
    guard let witness else { return nil }
    return verification.witnesses.entries.first {
      $0.witness.name == witness && $0.witness.variations == chosen.map(\.name)
    }
  }

  // MARK: Running

  /// The file of the results for programs.
  static let resultFile = "results.json"

  private func runs(
    _ subjects: [ReproductionRun.Subject], fresh: [Ledger.Key: Verification.Fresh] = [:], root: String, scratch: String,
    _ pool: ProcessPool, _ declared: [ProjectVariation]
  ) -> ReproductionRun {
    ReproductionRun(
      subjects, root: root, evidenceFolder: "\(root)/evidence", scratch: scratch,
      width: Surroundings.processors, pool: pool, fresh: fresh, variables: declared.variables)
  }

  /// The variations that move nothing on this machine.
  private func void(
    among chosen: [Variation], _ run: ReproductionRun, _ programs: Programs, _ pool: ProcessPool
  ) throws -> [Variation] {
    try chosen.filter { variation in
      guard variation.moves != nil, !pool.isInterrupted else { return false }
      do { return try run.isVoid(variation, programs.tests(isRelease: variation.isRelease)) } catch let error
        as ReproductionRun.NoProbe
      { throw Failure.nothingJudged("\(variation.name): \(error)") }
    }
  }

  /// Reproduces one part, and writes only into a folder of its own.
  private func runShard(
    _ index: ShardIndex, _ chosen: [Variation], _ all: [ReproductionRun.Subject], _ verification: Verification,
    _ root: String, _ declared: [ProjectVariation]
  ) throws {
    let folder = try ShardFolder(of: index, in: PathText.absolute(into ?? "\(root)/.build/shards"))
    let scratch = "\(folder.path)/runs"
    let pool = ProcessPool()
    let interruption = Interruption { pool.interrupt() }
    defer { interruption.end() }
    let programs = Programs(command: command, root: root)
    let void = try void(
      among: chosen, runs([], root: root, scratch: scratch, pool, declared), programs, pool)
    let left = chosen.filter { one in !void.contains { $0.name == one.name } }
    let kept = verification.fresh.filter { key, _ in stale && all.contains { $0.key == key } }
    let shards = ReproductionShards(left, all.filter { kept[$0.key] == nil })
    let results = Dictionary(
      verification.entries.map { entry in
        (Ledger.Key(contract: entry.contract.id, falsifier: entry.falsifier.id.value), entry)
      }, uniquingKeysWith: { first, _ in first })
    let record = shards.record(
      index,
      parameters: [
        "filter": .array(filter.map(JSON.string)),
        "fresh": .array(kept.keys.map(\.description).sorted().map(JSON.string)),
      ], variations: left, void: void,
      inputs: [
        "contracts": try RunShards.digest(of: verification.set, root: root).description, "pv": ProgramVersion.current,
      ], durations: try sharding.known(root: root), command: ShardOptions.words
    ) { key in
      var digests: [String: String] = [:]
      digests["key"] = results[key]?.key?.digest.description
      digests["result"] = results[key]?.verdict.result?.description
      return digests
    }
    try folder.begin(record)
    let names = Set(record.own)
    let own = shards.items.filter { names.contains($0.name) }
    var reproduced: [Reproduction.Result] = []
    for variation in left {
      let subjects = own.filter { $0.variation.name == variation.name }.flatMap(\.subjects)
      guard !subjects.isEmpty, !pool.isInterrupted else { continue }
      var reproduction = Reproduction(variations: [variation], falsifiers: subjects.map(\.key))
      let run = runs(subjects, fresh: kept, root: root, scratch: scratch, pool, declared)
      try reproduce(&reproduction, run, programs, pool, subjects)
      reproduced += reproduction.results
    }
    guard !pool.isInterrupted else { throw ExitCode(1) }
    try folder.finish(record, done: shards.done(own, reproduced), files: [])
    let same = reproduced.count(where: \.isSame)
    Console.write(
      "shard \(index): \(same) of \(reproduced.count) reproduced, \(own.count) of \(record.demand.count) pieces; "
        + "\(PathText.shown(folder.path)) is for pv merge\n")
    guard same == reproduced.count else { throw ExitCode(1) }
  }

  private func reproduce(
    _ reproduction: inout Reproduction, _ run: ReproductionRun, _ programs: Programs, _ pool: ProcessPool,
    _ subjects: [ReproductionRun.Subject]
  ) throws {
    let tests = Set(subjects.filter { !$0.isRecorded }.map(\.test)).count
    let recorded = subjects.count(where: \.isRecorded)
    let (variations, falsifiers) = (reproduction.variations, reproduction.falsifiers.count)
    for (index, variation) in variations.enumerated() where !pool.isInterrupted {
      let program = tests == 0 ? nil : try programs.tests(isRelease: variation.isRelease)
      let progress = Progress()
      let title = "\(index + 1) of \(variations.count), \(variation.name)"
      let total = (variation.isTogether ? min(tests, 1) : tests) + recorded
      let new = try run.results(under: variation, program) { progress.show("\(title): \($0) of \(total)") }
      reproduction.add(new)
      let same = new.count(where: \.isSame)
      progress.end("\(title): \(same) of \(falsifiers) the same, \(progress.elapsed)")
      for result in new where !result.isSame {
        Console.write("\(result.key.falsifier) (\(result.key.contract)) under \(variation.name)\n")
        for line in result.details { Console.write("  \(line)\n") }
      }
    }
    if pool.isInterrupted { Console.writeError("pv: interrupted; what was not run counts as not reproduced\n") }
  }

  /// The tests that are started, each build made once and only where it is needed.
  private final class Programs {
    private let command: [String]
    private let root: String
    private var built: [Bool: FalsifierTests] = [:]

    init(command: [String], root: String) { (self.command, self.root) = (command, root) }

    func tests(isRelease: Bool) throws -> FalsifierTests {
      if let tests = built[isRelease] { return tests }
      let tests: FalsifierTests
      if command.isEmpty {
        do { tests = try FalsifierTests(package: root, isRelease: isRelease) } catch {
          throw Failure.nothingJudged("\(error)")
        }
      } else {
        tests = FalsifierTests(command: command, folder: Files.currentFolder)
      }
      built[isRelease] = tests
      return tests
    }
  }

  private func write(
    _ name: String, _ reproduction: Reproduction, keeping before: WitnessBook.Entry?, features: [String],
    _ verification: Verification, _ root: String
  ) throws {
    let keys = Dictionary(
      verification.entries.map { entry in
        (Ledger.Key(contract: entry.contract.id, falsifier: entry.falsifier.id.value), entry.key)
      }, uniquingKeysWith: { first, _ in first })
    let written = try Witness(name: name, of: reproduction, features: features) { key in
      guard let implementation = keys[key]??.implementation else {
        throw Failure.rejected("no witness is written: \(key.falsifier) has no key; see pv verify")
      }
      return implementation
    }
    guard var witness = written else {
      throw Failure.rejected("no witness is written: not everything was reproduced")
    }
    for key in before?.current ?? [] where witness.reproduced[key] == nil {
      witness.reproduced[key] = before?.witness.reproduced[key]
    }
    let path = "\(root)/witnesses/\(name).json"
    try Files.replace(path, with: witness.bytes)
    Console.writeError("wrote \(PathText.shown(path))\n")
  }

  private func makeFresh(_ folder: String) throws {
    if Files.kind(of: folder) != nil { try Files.remove(folder) }
    try Files.makeFolder(folder)
  }
}
