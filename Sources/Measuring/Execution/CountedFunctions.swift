import CFunctionCounters
import ContractKit
import Provenance

/// The functions of this process that count how often they are entered.
///
/// A compiler adds the counters, where a target asks for them, and a function that is inlined somewhere counts there as well:
/// so neither a test nor what it calls can say that something ran which did not. Counters are only read here, never
/// set back, so that a coverage report of the same run stays right.
package struct CountedFunctions: Sendable {
  /// The counters of the functions that are defined in a file, as their places among all, by its absolute path.
  let counters: [String: [Range<Int>]]
  /// All counters as they are now.
  let values: @Sendable () -> [UInt64]

  /// Those of the process, which are the same for as long as it lives; nothing where none count, on systems other than
  /// Linux, and where what the compiler has left is of a form that is not known.
  package static let ofThisProcess = CountedFunctions(counters: readCounters()) {
    let here = function_counters_here()
    return Array(UnsafeBufferPointer(start: here.counters, count: here.counter_count))
  }

  /// Where nobody asks what was executed.
  static let none = CountedFunctions(counters: [:]) { [] }

  private static func readCounters() -> [String: [Range<Int>]] {
    let here = function_counters_here()
    guard let records = here.records, let start = here.counters, let program = SectionFile(path: "/proc/self/exe"),
      let map = program["__llvm_covmap"], let functions = program["__llvm_covfun"],
      let known = read(
        PackedBytes(UnsafeBufferPointer(start: records, count: here.record_bytes)),
        distance: UnsafeRawPointer(records) - UnsafeRawPointer(start), counterCount: here.counter_count)
    else { return [:] }
    let files = CoverageMap(map: map, functions: functions).files
    return known.reduce(into: [:]) { counters, function in
      if let file = files[function.name] { counters[file, default: []].append(function.counters) }
    }
  }

  /// Does something, and says of which files some function was entered meanwhile, by whatever thread.
  func files(enteredBy body: () throws -> Void) rethrows -> Set<String> {
    let before = values()
    try body()
    let after = values()
    return Set(counters.filter { $0.value.contains { range in before[range] != after[range] } }.keys)
  }

  /// Whether each path of an implementation was executed, if functions of these files were entered.
  ///
  /// - Parameter root: the folder of the package, in which the paths begin.
  func executions(
    of paths: [EvidenceKey.ImplementationPath], root: String, entered: Set<String>
  ) -> [String: Execution] {
    paths.reduce(into: [:]) { executed, path in
      let files = path.files.map { PathText.absolute($0, from: root) }
      executed[path.path] =
        files.contains(where: entered.contains) ? .yes : files.contains { counters[$0] != nil } ? .no : .unseen
    }
  }

  /// The records of functions, each of 64 bytes: NameRef 8, FuncHash 8, CounterPtr 8 (from the record), then others, and
  /// NumCounters 4 at 48.
  ///
  /// - Parameter distance: from the counters to the records, in bytes.
  /// - Returns: nil where some record's counters are none of those that there are: then the form is another.
  static func read(
    _ records: PackedBytes, distance: Int, counterCount: Int
  ) -> [(name: UInt64, counters: Range<Int>)]? {
    guard records.bytes.count % 64 == 0 else { return nil }
    var functions: [(name: UInt64, counters: Range<Int>)] = []
    for at in stride(from: 0, to: records.bytes.count, by: 64) {
      let offset = distance + at + Int(records.integer(Int64.self, at: at + 16))
      let count = Int(records.integer(UInt32.self, at: at + 48))
      guard offset % 8 == 0, count > 0, offset >= 0, offset / 8 + count <= counterCount else { return nil }
      functions.append((records.integer(UInt64.self, at: at), offset / 8..<offset / 8 + count))
    }
    return functions
  }
}
