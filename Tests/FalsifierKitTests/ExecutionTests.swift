import CCounted
import ContractKit
import FalsifierKit
import Kernels
@testable import Measuring
@testable import Provenance
import XCTest

/// What counts as executed, from the counters that a compiler adds to what stands in a binding.
final class ExecutionTests: XCTestCase {
  private var root = ""

  override func setUpWithError() throws { root = try KitPackage(self, contract: Self.contract).root }

  private static let contract = """
    metadata: {format: pv/1, version: "1.0.0", description: d, references: [r]}
    equations:
      double:
        formula: "y = 2x"
        domain: "finite"
        implementation: [Sources/M]
    falsification_tests:
      - id: FALSIFY-C-001
        rule: r
        prediction: p
        if_fails: "look here"
        binds_to: double
        test: M.Falsify/testOne
        checks: [{metric: bits_differing, equals: 0}]
        mutants: [tripled]
        orders: [reversed]

    """

  /// Counters of one function in a file, which stand for those of a compiler.
  private final class Counters: @unchecked Sendable {
    var values: [UInt64] = [7, 7, 7]

    /// The function has the second of three counters.
    func functions(in file: String) -> CountedFunctions {
      CountedFunctions(counters: [file: [1..<2]]) { self.values }
    }

    /// The kernel of the package.
    func double(_ x: Float) -> Float {
      values[1] += 1
      return 2 * x
    }
  }

  private typealias Kernel = (Float) -> Float

  /// Runs the falsifier; what keeps it from holding, and what stands in the binding.
  private func run(
    _ counted: CountedFunctions, real: @escaping Kernel, reversed: @escaping Kernel = { 2 * $0 },
    mutant: @escaping Kernel = { 3 * $0 }, expected: [Float] = [2, 4]
  ) throws -> (failures: [String], executed: [String: Execution]?) {
    let session = try FalsifierSession(
      id: "FALSIFY-C-001", contract: "c-v1", file: "\(root)/Tests/M/Falsify.swift", test: "M.Falsify/testOne",
      counted: counted)
    try session.run { run in
      let x: [Float] = [1, 2]
      run.input("x", x, generator: "list")
      try run.judge(real, inOrder: { _ in reversed }, mutants: [Mutant("tripled", "three instead of two", mutant)]) {
        kernel, probe in
        let y = x.map(kernel)
        probe.output("y", y)
        try probe.compare(y, to: expected, .bitsDiffering)
      }
    }
    let binding = try Binding(reading: try Files.read("\(root)/evidence/c-v1/binding.txt"))
    return (session.failures(), binding.entries["FALSIFY-C-001"]?.executed)
  }

  private var file: String { "\(root)/Sources/M/M.swift" }

  func testAKernelThatIsMeasuredWasExecuted() throws {
    let counters = Counters()
    let run = try run(counters.functions(in: file), real: counters.double)
    XCTAssertEqual(run.executed, ["Sources/M": .yes])
    XCTAssertEqual(run.failures, [])
  }

  func testACopyOfTheArithmeticIsNotTheKernel() throws {
    let counters = Counters()
    let run = try run(counters.functions(in: file), real: { 2 * $0 })
    XCTAssertEqual(run.executed, ["Sources/M": .no])
    XCTAssertEqual(
      run.failures, ["FALSIFY-C-001: Sources/M was not executed while the real kernel was measured"])
  }

  func testWhatAnOrderAMutantOrAnOracleEntersCountsForNothing() throws {
    let counters = Counters()
    let run = try run(
      counters.functions(in: file), real: { 2 * $0 }, reversed: counters.double,
      mutant: { counters.double($0) + $0 }, expected: [1, 2].map(counters.double))
    XCTAssertGreaterThan(counters.values[1], 7)
    XCTAssertEqual(run.executed, ["Sources/M": .no])
  }

  func testWhereNothingCountsNothingIsShown() throws {
    let counters = Counters()
    for counted in [counters.functions(in: "\(root)/Sources/Other/M.swift"), .init(counters: [:]) { [] }] {
      let run = try run(counted, real: counters.double)
      XCTAssertEqual(run.executed, ["Sources/M": .unseen])
      XCTAssertEqual(run.failures, [], "it is for pv to say what that is worth")
    }
  }

  func testARunDoesNotWriteOverABindingThatItCannotRead() throws {
    let path = "\(root)/evidence/c-v1/binding.txt"
    for (text, reason) in [
      ("pv-binding 1\n", "an older form"), ("pv-binding 9\n", "newer pv needed"), ("<<<<<<< ours\n", "line 1"),
    ] {
      try Files.replace(path, with: Array(text.utf8))
      XCTAssertThrowsError(try run(.init(counters: [:]) { [] }, real: { 2 * $0 })) {
        XCTAssertTrue("\($0)".contains("binding.txt: \(reason)"), "\($0)")
        XCTAssertTrue("\($0)".contains("restore it"), "\($0)")
      }
      XCTAssertEqual(try Files.read(path), Array(text.utf8))
    }
  }

  // MARK: What the compiler leaves

  #if os(Linux) && DEBUG
    func testTheFunctionsOfThisProgramAreKnownByTheirFiles() throws {
      let here = try XCTUnwrap(PackageRoot.above(#filePath))
      let counted = CountedFunctions.ofThisProcess
      let (dot, softmax) = ("\(here)/Sources/Kernels/Dot/Dot.swift", "\(here)/Sources/Kernels/Softmax/Softmax.swift")
      XCTAssertNotNil(counted.counters[dot])
      XCTAssertNotNil(counted.counters[softmax])
      XCTAssertNil(counted.counters[#filePath], "it is not built so")
      let entered = try counted.files { _ = try Dot.f32([1, 2], [3, 4]) }
      XCTAssertTrue(entered.contains(dot), "\(entered)")
      XCTAssertFalse(entered.contains(softmax))
      XCTAssertEqual(counted.files {}, [])
      // Those that other threads enter count as well.
      let thread = Thread { _ = try? Dot.f32([1], [1]) }
      let elsewhere = counted.files {
        thread.start()
        while !thread.isFinished { usleep(100) }
      }
      XCTAssertTrue(elsewhere.contains(dot))
    }

    /// A target in C whose flags are those of docs/verdicts.md, from the counters to what a binding says.
    func testTheFunctionsOfATargetInCAreKnownByTheirFiles() throws {
      let here = try XCTUnwrap(PackageRoot.above(#filePath))
      let manifest = String(decoding: try Files.read("\(here)/Package.swift"), as: UTF8.self)
      let page = String(decoding: try Files.read("\(here)/docs/verdicts.md"), as: UTF8.self)
      for flag in ["-fprofile-instr-generate", "-fcoverage-mapping", "-mllvm", "-enable-name-compression=false"] {
        XCTAssertTrue(manifest.contains("\"\(flag)\"") && page.contains("`\(flag)`"), flag)
      }
      let folder = "\(here)/Tests/CCounted"
      let (twice, thrice) = ("\(folder)/twice.c", "\(folder)/thrice.c")
      let counted = CountedFunctions.ofThisProcess
      XCTAssertEqual(counted.counters[twice]?.count, 2, "a function that is inlined counts for its file")
      XCTAssertEqual(counted.counters[thrice]?.count, 1)
      let entered = counted.files { XCTAssertEqual(ccounted_twice(21), 42) }
      XCTAssertTrue(entered.contains(twice), "\(entered)")
      XCTAssertFalse(entered.contains(thrice))
      XCTAssertEqual(ccounted_thrice(1), 3)

      let paths = ["Tests/CCounted/twice.c", "Tests/CCounted/thrice.c", "Tests/CCounted", "Tests/CAllocationCount"].map
      {
        path in
        let files = (try? Files.names(in: "\(here)/\(path)"))?.filter { $0.hasSuffix(".c") }.map { "\(path)/\($0)" }
        return EvidenceKey.ImplementationPath(path: path, files: files ?? [path], isReached: true, isOwn: false)
      }
      XCTAssertEqual(
        counted.executions(of: paths, root: here, entered: entered),
        [paths[0].path: .yes, paths[1].path: .no, paths[2].path: .yes, paths[3].path: .unseen])
    }
  #endif

  func testRecordsOfAnotherFormSayNothing() {
    func records(pointer: Int64, count: UInt32, size: Int = 64) -> PackedBytes {
      var bytes = [UInt8](repeating: 0, count: size)
      for index in 0..<8 { bytes[16 + index] = UInt8(truncatingIfNeeded: pointer >> (8 * index)) }
      for index in 0..<4 { bytes[48 + index] = UInt8(truncatingIfNeeded: count >> (8 * index)) }
      return PackedBytes(bytes)
    }
    func read(_ records: PackedBytes) -> [Range<Int>]? {
      CountedFunctions.read(records, distance: 80, counterCount: 10)?.map(\.counters)
    }
    XCTAssertEqual(read(records(pointer: -64, count: 3)), [2..<5])
    XCTAssertEqual(read(records(pointer: -80, count: 10)), [0..<10])
    XCTAssertNil(read(records(pointer: -80, count: 11)), "beyond the counters")
    XCTAssertNil(read(records(pointer: -88, count: 1)), "before them")
    XCTAssertNil(read(records(pointer: -63, count: 1)), "between two")
    XCTAssertNil(read(records(pointer: -64, count: 0)))
    XCTAssertNil(read(records(pointer: -64, count: 1, size: 56)))
  }

  func testWhatIsNoProgramHasNoSections() throws {
    XCTAssertNil(SectionFile(path: file), "Swift source")
    XCTAssertNil(SectionFile(path: "\(root)/nothing"))
    let header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1] + [UInt8](repeating: 0xFF, count: 58)
    for count in [6, 40, 64] {
      try Files.replace("\(root)/program", with: header.prefix(count))
      XCTAssertNil(SectionFile(path: "\(root)/program"))
    }
  }

  func testAMapOfAnotherVersionOrCompressedOrCutOffSaysNothing() {
    // Two names, 12 and 12 bytes before compression, 0 after: a folder, and a file in it.
    let names: [UInt8] = [2, 12, 0, 4] + Array("/pkg".utf8) + [6] + Array("a.file".utf8)
    func map(version: UInt8, _ names: [UInt8]) -> PackedBytes {
      PackedBytes([0, 0, 0, 0, UInt8(names.count), 0, 0, 0, 0, 0, 0, 0, version, 0, 0, 0] + names)
    }
    // Of the function 5, in one file, the second name; the reference is the MD5 of the names.
    func functions(_ data: [UInt8]) -> PackedBytes {
      PackedBytes(
        [5, 0, 0, 0, 0, 0, 0, 0, UInt8(data.count), 0, 0, 0] + [UInt8](repeating: 0, count: 8)
          + CoverageMap.reference(to: names[...]).bytes + data)
    }
    func files(_ map: PackedBytes, _ data: [UInt8] = [1, 1]) -> [UInt64: String] {
      CoverageMap(map: map, functions: functions(data)).files
    }
    XCTAssertEqual(files(map(version: 6, names)), [5: "/pkg/a.file"])
    XCTAssertEqual(files(map(version: 5, names)), [:])
    XCTAssertEqual(files(map(version: 6, [2, 12, 9] + names.dropFirst(3))), [:], "compressed")
    XCTAssertEqual(files(map(version: 6, Array(names.dropLast()))), [:])
    for data in [[], [0], [1], [1, 2], [1, 0x80], [1, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80]] as [[UInt8]] {
      XCTAssertEqual(files(map(version: 6, names), data), [:], "\(data)")
    }
  }
}

extension UInt64 {
  fileprivate var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: self >> (8 * $0)) } }
}
