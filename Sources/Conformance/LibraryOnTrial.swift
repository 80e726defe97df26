import CConformance

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A foreign library that is called as our kernels are, and watched while it computes.
///
/// Each call is made twice: first as it is, then at another address, with another number of threads, or one of its rows
/// alone; now and then an earlier one is made again. What differs is kept, with the case. The library is loaded anew for
/// each falsifier, so that what is seen of one does not depend on those before it; one that ends its process is loaded
/// again for the next case.
final class LibraryOnTrial: @unchecked Sendable {
  /// How a library is tried.
  struct Setting: Sendable {
    /// `pv` itself, which the library is loaded by in a process of its own.
    var executable: String
    var library: String
    /// In milliseconds, for one call.
    var timeout: Int
    /// The largest number of threads that a call is made again with.
    var threads: Int
    /// The largest number of threads that any call may use; nil where falsifiers may list more.
    var limit: Int?
  }

  /// Why a case was not tried to its end.
  enum Refusal: Error, Equatable {
    case notExported(Operation)
    /// The library has no code for this type of blocks or this shape.
    case unsupported(String)
    /// It failed too often in one falsifier.
    case givenUp
  }

  let setting: Setting
  private let memory: SharedMemory
  private var process: LibraryProcess
  /// What was seen of operations since the falsifier began.
  var records: [Operation: OperationRecord] = [:]
  private var watches: [Operation: OperationWatch] = [:]
  /// What calls gave beside what ours give, where somebody asks.
  var observations: Observations?

  /// Whose case a call is.
  var falsifier = ""
  /// What is done with a first call is another thing each time, also where falsifiers make one alone.
  private var offset = 0
  /// Calls that are gathered, and not watched; nil while a falsifier is tried.
  var round: [RoundCall]?
  private(set) var callsOfFalsifier = 0
  private var fatal = (crashes: 0, timeouts: 0)
  /// What happened since the falsifier began.
  private(set) var incidents: [Incident] = []
  /// Whether the process has been called by an earlier falsifier.
  private var isStale = false
  private var isCalled = false

  /// The operations that the library exports.
  var exported: Set<Operation> { process.exported }

  init(_ setting: Setting) throws {
    self.setting = setting
    memory = try SharedMemory()
    process = try Self.start(setting, memory)
  }

  private static func start(_ setting: Setting, _ memory: SharedMemory) throws -> LibraryProcess {
    try LibraryProcess(
      executable: setting.executable, library: setting.library, memory: memory, timeout: max(setting.timeout, 10_000))
  }

  /// Begins the calls of a falsifier, which find the library as it is after it was loaded.
  ///
  /// - Parameter place: the falsifier's among all that can be tried.
  func begin(_ falsifier: String, at place: Int) {
    (self.falsifier, offset) = (falsifier, place)
    isStale = isCalled
    forget()
  }

  /// Begins anew with what was seen; the process stays.
  func forget() {
    (callsOfFalsifier, incidents, fatal) = (0, [], (0, 0))
    (records, watches) = ([:], [:])
  }

  /// Ends the calls of a falsifier: earlier calls are made again.
  func finish() {
    for operation in Operation.allCases { for kept in watches[operation]?.kept ?? [] { repeatLater(kept) } }
  }

  /// What the library gives for a call: numbers that mean nothing where it did not come back.
  ///
  /// - Throws: `Refusal`.
  func outputs(of call: Call) throws -> [CallArray] {
    var call = call
    if let limit = setting.limit { call.threads = min(call.threads, limit) }
    let operation = call.operation
    guard process.exported.contains(operation) else { throw Refusal.notExported(operation) }
    callsOfFalsifier += 1
    if round != nil { return try gather(call) }
    records[operation, default: OperationRecord()].calls += 1
    let calls = records[operation]!.calls
    let (turn, sample) = (calls + offset, calls <= 3)

    let place: SharedMemory.Place = turn % 2 == 0 ? .first : .last
    let watch: Watch = sample ? .closely : calls <= 16 || turn % 16 == 0 ? .threads : .loosely
    guard let first = try perform(call, at: place, watch: watch) else { return call.outputs.map(Self.nothing) }
    try observations?.add(call, first.outputs)
    repeatOnce(call, first, turn)
    if sample || turn % 64 == 0 { probeInputs(call, first.outputs, turn) }
    if sample, call.outputs.reduce(0, { $0 + $1.byteCount }) < 1 << 20 {
      watches[operation, default: OperationWatch()].keep(call, first.outputs)
    }
    if turn % 64 == 0, let kept = watches[operation]?.nextKept() { repeatLater(kept) }
    return first.outputs
  }

  /// A NaN in the place of each number: what no kernel gave.
  private static func nothing(_ array: CallArray) -> CallArray {
    guard case .f32(let values) = array else { return array }
    return .f32(values.map { _ in Float(bitPattern: 0x7fc0_dead) })
  }

  // MARK: One call

  /// How much is looked at beside the results.
  enum Watch { case loosely, threads, closely }

  struct Performed {
    let outputs: [CallArray]
    /// What stood in the outputs before.
    let poison: [[UInt8]]
  }

  /// Makes a call; nil where it did not come back, which is noted.
  ///
  /// - Parameter before: the poison whose complement is used.
  func perform(
    _ call: Call, at place: SharedMemory.Place, watch: Watch = .loosely, complementing before: [[UInt8]]? = nil
  ) throws -> Performed? {
    guard fatal.crashes < 8, fatal.timeouts < 2 else { throw Refusal.givenUp }
    let inputs = try call.inputs.enumerated().map { try memory.spot($1, slot: $0, place) }
    let outputs = try call.outputs.enumerated().map { try memory.spot($1, slot: inputs.count + $0, place) }
    for (array, spot) in zip(call.inputs, inputs) { memory.write(array, to: spot) }
    let poison = outputs.enumerated().map { memory.poison($1, complementing: before?[$0]) }

    var request = cc_request()
    request.operation = call.operation.rawValue
    request.arrays = Int32(inputs.count + outputs.count)
    request.real = call.real
    request.counts_threads = watch == .loosely ? 0 : 1
    withUnsafeMutableBytes(of: &request.integers) { bytes in
      for (index, value) in call.integers.enumerated() {
        bytes.storeBytes(of: Int64(value), toByteOffset: 8 * index, as: Int64.self)
      }
    }
    withUnsafeMutableBytes(of: &request.offsets) { bytes in
      for (index, spot) in (inputs + outputs).enumerated() {
        bytes.storeBytes(of: UInt64(spot.offset), toByteOffset: 8 * index, as: UInt64.self)
      }
    }
    guard let reply = try reply(to: request, call, inputs + outputs) else { return nil }

    let results = zip(call.outputs, outputs).map { $0.read(memory.bytes($1)) }
    let names = call.operation.arrayNames
    for (index, (array, spot)) in zip(call.inputs, inputs).enumerated() where !memory.holds(array, at: spot) {
      note(.inputChanged(names[index]), call)
    }
    for (index, spot) in (inputs + outputs).enumerated() {
      guard let distance = memory.changedBeside(spot) else { continue }
      let side = distance < 0 ? "\(-distance) bytes before the beginning of" : "byte \(distance) behind the end of"
      note(.wroteBeside("\(side) \(names[index])"), call)
    }
    if reply.environment != 0 { note(.environmentChanged(Incident.environment(reply.environment)), call) }
    if watch != .loosely { count(threads: reply, call) }
    if watch == .closely {
      // A worker that is still busy needs a while to be seen.
      usleep(records[call.operation]?.calls == 1 ? 50_000 : 4_000)
      for (index, spot) in outputs.enumerated() where !memory.holds(results[index], at: spot) {
        note(.workedOn("\(names[inputs.count + index]) changed again"), call)
      }
      for (index, (array, spot)) in zip(call.inputs, inputs).enumerated()
      where !memory.holds(array, at: spot) && !incidents.contains(where: { $0.kind == .inputChanged(names[index]) }) {
        note(.workedOn("\(names[index]) changed"), call)
      }
    }
    return Performed(outputs: results, poison: poison)
  }

  /// What the process answers; nil where it is gone.
  private func reply(to request: cc_request, _ call: Call, _ spots: [SharedMemory.Spot]) throws -> cc_reply? {
    if isStale { try restart() }
    isCalled = true
    switch process.call(request, timeout: setting.timeout) {
    case .returned(let reply) where Int(reply.status) == PV_UNSUPPORTED: throw Refusal.unsupported(call.description)
    case .returned(let reply) where reply.status != 0:
      note(.failed(status: Int(reply.status)), call)
      return nil
    case .returned(let reply): return reply
    case .signal(let number, let fault):
      let name = Incident.name(ofSignal: number)
      let place = fault.map { ", touched \(Self.place($0, spots, call.operation.arrayNames))" }
      note(.crashed(place.map { String($0.dropFirst(2)) + " (\(name))" } ?? "crashed (\(name))"), call)
      fatal.crashes += 1
    case .exited(let code):
      note(.crashed("ended its process" + (code < 0 ? "'s side of the connection" : " with code \(code)")), call)
      fatal.crashes += 1
    case .timeout:
      note(.timeout(milliseconds: setting.timeout), call)
      fatal.timeouts += 1
    }
    try restart()
    return nil
  }

  /// Loads the library anew.
  private func restart() throws {
    // Before the new one begins: whoever answers for both has one side alone.
    process.end()
    process = try Self.start(setting, memory)
    isStale = false
  }

  /// Where an address lies beside the arrays of a call.
  private static func place(_ fault: Int, _ spots: [SharedMemory.Spot], _ names: [String]) -> String {
    for (spot, name) in zip(spots, names) {
      let slot = Int(cc_slot_offset(Int32(spot.slot)))
      let page = Int(cc_page_bytes())
      if fault >= slot - page, fault < slot {
        return "a byte \(spot.offset - fault) before the beginning of \(name)"
      }
      let end = slot + Int(cc_slot_bytes())
      if fault >= end, fault < end + page {
        return "byte \(fault - spot.offset - spot.byteCount + 1) past the end of \(name)"
      }
    }
    return "memory that is no array of the call"
  }

  /// Threads are counted before and after: a pool is made once, or once for each number of threads.
  private func count(threads reply: cc_reply, _ call: Call) {
    guard reply.threads_after > reply.threads_before else { return }
    watches[call.operation, default: OperationWatch()].growths += 1
    if watches[call.operation]?.growths == 8 { note(.threadsLeft(Int(reply.threads_after) - 1), call) }
  }

  // MARK: Notes

  func note(_ kind: Incident.Kind, _ call: Call) {
    let incident = Incident(kind: kind, call: call.description, falsifier: falsifier)
    incidents.append(incident)
    records[call.operation, default: OperationRecord()].note(incident)
  }
}
