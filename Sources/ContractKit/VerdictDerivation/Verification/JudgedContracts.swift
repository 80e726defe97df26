import Provenance
import Synchronization

/// The contracts of a project with their evidence, read and judged whenever somebody asks.
///
/// Those that were asked for last stay in memory: all of a small project, and of very many contracts no more than of some.
package final class JudgedContracts: ContractLookup, @unchecked Sendable {
  private let inputs: [ContractInputs.Input]
  private let terms: Terms
  package let options: Verification.Options
  /// What keys of recordings are taken from, and rules ask about.
  package let recordings: RecordingStart
  /// By the stem of a file, which is the id of its contract, the place of the first such file.
  private var places: [String: Int32] = [:]
  private var furtherPlaces: [String: [Int32]] = [:]

  private let files = Mutex(RecentValues<ContractFile>())
  private let rejected = Mutex<Set<Int>>([])
  private let entries = Mutex(RecentValues<[Verification.Entry]>())
  private let whole = Mutex<Whole?>(nil)
  private let knownCommon = Mutex<Common?>(nil)

  /// What all verdicts are derived from, except the contracts: if it held these, which hold it, they would never be freed.
  private struct Common {
    let keys: KeyBook
    let bindings: Bindings
    let witnesses: WitnessBook
  }

  /// - Parameter inputs: each file once.
  package init(_ inputs: ContractInputs, _ options: Verification.Options) {
    (self.inputs, terms, self.options) = (inputs.files, inputs.terms, options)
    recordings = RecordingStart(root: options.root)
    for (place, input) in inputs.files.enumerated() {
      let stem = ContractFile.stem(input.path)
      if places[stem] == nil {
        places[stem] = Int32(place)
      } else {
        furtherPlaces[stem, default: []].append(Int32(place))
      }
    }
  }

  // MARK: Contracts

  /// The file at a place.
  package func file(_ place: Int) -> ContractFile {
    if let known = files.withLock({ $0[place] }) { return known }
    return read(place)
  }

  /// Reads the file at a place, and keeps it for a while.
  package func read(_ place: Int) -> ContractFile {
    let file = inputs[place].file(keepsProse: true, terms: terms)
    files.withLock { $0.insert(file, at: place) }
    return file
  }

  /// The contract with an id: that of the first file of this name that is one.
  package subscript(id: String) -> Contract? {
    guard let first = places[id] else { return nil }
    for place in [first] + (furtherPlaces[id] ?? []) {
      if let contract = file(Int(place)).contract, contract.id == id { return contract }
    }
    return nil
  }

  // MARK: Verdicts

  /// Why a contract is not fit to be judged; nil where it is.
  package func unfit(_ contract: Contract, at place: Int) -> Verdict.Reason? {
    isRejected(place) ? .contractInvalid : contract.isStrict ? nil : .formatUndeclared
  }

  private func isRejected(_ place: Int) -> Bool { rejected.withLock { $0.contains(place) } }

  /// Says of a file whether something is wrong with it, so that its contract must not be judged; whether that is news.
  package func setRejected(_ isRejected: Bool, _ place: Int) -> Bool {
    let isNews = rejected.withLock { rejected in
      isRejected ? rejected.insert(place).inserted : rejected.remove(place) != nil
    }
    if isNews { entries.withLock { $0.remove(place) } }
    return isNews
  }

  /// The falsifiers of the contract at a place with their verdicts, in its order; none where the file is no contract.
  package func entries(_ place: Int) -> [Verification.Entry] {
    guard let contract = file(place).contract else { return [] }
    if let known = entries.withLock({ $0[place] }) { return known }
    let judged = judge(contract, at: place)
    entries.withLock { $0.insert(judged, at: place) }
    return judged
  }

  private func judge(_ contract: Contract, at place: Int) -> [Verification.Entry] {
    let (unfit, context) = (unfit(contract, at: place), context)
    return contract.falsifiers.map { falsifier in
      let isWaived = falsifier.waiver.map { options.asOf <= $0.until.value } ?? false
      if let unfit {
        return .init(contract: contract, falsifier: falsifier, verdict: .pending([unfit]), isWaived: isWaived)
      }
      let id = falsifier.id.value
      let key = Result { try context.keys.key(of: falsifier, in: contract, library: self) }
      let found = FoundEvidence(of: id, in: contract.id, below: options.evidenceFolder)
      let verdict = Verdict.derive(falsifier, in: contract, found, key: key, context)
      var isOfTheRun = false
      if case .finished = options.ledger?.outcome(of: .init(contract: contract.id, falsifier: id)) { isOfTheRun = true }
      return .init(
        contract: contract, falsifier: falsifier, verdict: verdict, key: try? key.get(), isWaived: isWaived,
        isKept: falsifier.isLive && verdict.isJudged && !isOfTheRun)
    }
  }

  /// What all verdicts are derived from.
  private var context: Verdict.Context {
    let common = common
    return Verdict.Context(
      root: options.root, evidenceFolder: options.evidenceFolder, library: self, ledger: options.ledger,
      asOf: options.asOf, keys: common.keys, bindings: common.bindings, witnesses: common.witnesses)
  }

  /// Made when the first verdict is derived.
  private var common: Common {
    knownCommon.withLock { known in
      if let known { return known }
      let common = makeCommon()
      known = common
      return common
    }
  }

  private func makeCommon() -> Common {
    let keys = KeyBook(root: options.root, recordings: recordings)
    let witnesses = WitnessBook(
      folder: PathText.shown("\(options.root)/witnesses"), evidenceFolder: options.evidenceFolder, keys: options.keys
    ) { key in
      self[key.contract].flatMap { contract in
        contract.falsifier(key.falsifier).flatMap {
          try? keys.key(of: $0, in: contract, library: self).implementation
        }
      }
    }
    return Common(keys: keys, bindings: Bindings(folder: options.evidenceFolder), witnesses: witnesses)
  }

  /// Machines that reproduced the evidence.
  package var witnesses: WitnessBook { common.witnesses }

  /// What binds the evidence.
  package var bindings: Bindings { common.bindings }

  // MARK: The whole

  /// All files, and what all falsifiers came to.
  private struct Whole {
    var files: [ContractFile] = []
    var contracts: [Contract] = []
    var entries: [Verification.Entry] = []
  }

  /// Read once when somebody asks for everything, and kept.
  private func everything<Value: Sendable>(_ part: (Whole) -> Value) -> Value {
    whole.withLock { known in
      if let known { return part(known) }
      var whole = Whole()
      for place in inputs.indices {
        let file = file(place)
        whole.files.append(file)
        if let contract = file.contract { whole.contracts.append(contract) }
        whole.entries += entries(place)
      }
      known = whole
      return part(whole)
    }
  }

  package var allFiles: [ContractFile] { everything(\.files) }
  package var allContracts: [Contract] { everything(\.contracts) }
  package var allEntries: [Verification.Entry] { everything(\.entries) }
}
