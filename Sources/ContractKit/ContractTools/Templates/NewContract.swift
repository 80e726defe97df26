/// A first contract and its falsifier, to be filled in: what `pv new` writes.
public struct NewContract: Sendable {
  /// What the falsifier is written in.
  public enum Language: String, CaseIterable, Sendable {
    case swift, python
    case cpp = "c++"
  }

  /// A file to write.
  public struct File: Sendable {
    /// From the package's root.
    public let path: String
    /// All of it.
    public let text: String

    /// A file to write.
    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// The contract's id, which is its file's stem.
  public let id: String
  /// The test target that a falsifier in Swift stands in.
  public let module: String
  /// What the falsifier is written in.
  package let language: Language

  /// - Returns: nil where the id is not of words in lower case, joined by `-`, with a version: `softmax-v1`.
  public init?(id: String, module: String = "Falsifiers", language: Language = .swift) {
    guard id.utf8.count <= 60, id.wholeMatch(of: /[a-z][a-z0-9]*(-[a-z0-9]+)*-v[0-9]+/) != nil,
      module.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil
    else { return nil }
    self.id = id
    self.module = module
    self.language = language
  }

  /// An id that a text was probably meant to be.
  package static func suggestedID(for text: String) -> String {
    let words = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
    var name = words.joined(separator: "-")
    if let first = name.first, !first.isLetter { name = "kernel-" + name }
    if name.isEmpty { name = "kernel" }
    return name.wholeMatch(of: /.*-v[0-9]+/) == nil ? "\(name.prefix(56))-v1" : name
  }

  /// The id without its version, as parts.
  private var words: [String] { id.split(separator: "-").dropLast().map(String.init) }

  var equation: String { words.joined(separator: "_") }
  private var label: String { words.joined(separator: "-").uppercased() }
  private var className: String { "Falsify" + words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }
  var falsifier: String { "FALSIFY-\(label)-001" }
  private var method: String { "testFalsify\(words.joined().uppercased())001" }

  /// The line of the contract that says how the falsifier is run.
  private var execution: String {
    switch language {
    case .swift: "test: \(module).\(className)/\(method)"
    case .python: "run: [python3, -m, pytest, \"\(pythonTest)::test_\(equation)\"]"
    case .cpp: "run: [sh, \(recordScript), \(cppTest)]"
    }
  }

  private var sources: String { language == .swift ? "Sources" : "src" }

  /// All files to write, the contract first.
  public var files: [File] {
    switch language {
    case .swift: [contract, test]
    case .python: [contract, pythonFalsifier]
    case .cpp: [contract, cppFalsifier]
    }
  }

  private var contract: File {
    File(
      path: "contracts/\(id).yaml",
      text: """
        metadata:
          format: pv/1
          version: "0.1.0"
          description: "TODO: what the kernel computes, and what is claimed of it"
          references:
            - {id: source, text: "TODO: author, year, title, section"}

        equations:
          \(equation):
            formula: "TODO: y = f(x)"
            domain: "TODO: the inputs for which it is claimed"
            references: [source]
            invariants:
              - {id: error_bound, statement: "TODO: |computed - exact| <= bound, and where the bound comes from"}
            # The kernel's sources. The test must reach them, and its run show that it executed them (docs/verdicts.md,
            # "Executed"). What the test calls makes evidence stale without being named.
            # implementation: [\(sources)/...]

        proof_obligations:
          - {id: OBL-\(label)-001, type: bound, property: "TODO: what must hold", applies_to: \(equation)/error_bound}

        # Each kind of fault that could make a clause false, and the mutants that try it.
        faults:
          - class: wrong_element
            violates: [\(equation), \(equation)/error_bound]
            mutants: [first_element_dropped]

        falsification_tests:
          - id: \(falsifier)
            rule: "TODO: the claim in a few words"
            prediction: "TODO: what is expected, on which inputs"
            if_fails: "TODO: where to look first"
            binds_to: [\(equation), \(equation)/error_bound]
            \(execution)
            # What it is tried on and judged over, at the least. What is drawn has corners or classes that must occur;
            # where nothing is drawn, `exact:` says why these inputs suffice.
            domain:
              inputs:
                x: {over: 1024 f32, classes: [normal]}
              over: {max_abs_error: 1024 f32}
            # A threshold comes from an error analysis, never from the value just measured.
            checks:
              - {metric: max_abs_error, at_most: 0}
            # With a tolerance: the orders of summation that measure its noise, or why there are none.
            # orders: [sequential, reversed, pairwise, lanes_8, lanes_16, lanes_64, sorted]
            # no_orders: "nothing is summed"
            # Wrong kernels, each with one fault that happens; every one must violate a check.
            mutants: [first_element_dropped]
            discharge_status: PENDING

        """)
  }

  /// The falsifier in Swift, which fails until somebody writes it.
  private var test: File {
    File(
      path: "Tests/\(module)/\(className).swift",
      text: """
        import FalsifierKit
        import XCTest

        /// Falsifiers of contracts/\(id).yaml.
        final class \(className): FalsifierCase {
          func \(method)() throws {
            XCTFail("\(falsifier) is not written yet: measure as below, and remove this line")

            // typealias Kernel = ([Float]) throws -> [Float]
            // let real: Kernel = { x in ... }
            // let firstElementDropped = Mutant<Kernel>("first_element_dropped", "x[0] is read as 0") { x in ... }
            //
            // try falsify("\(falsifier)", in: "\(id)") { run in
            //   var random = run.random("uniform")
            //   let x = random.units(1024)
            //   run.input("x", x, generator: "uniform", seed: random.seed)
            //   let expected: [Double] = ...  // an oracle that is not the kernel
            //   try run.judge(real, mutants: [firstElementDropped]) { kernel, probe in
            //     let y = try kernel(x)
            //     probe.output("y", y)
            //     try probe.compare(y, to: expected, .maxAbsError)
            //   }
            // }
          }
        }

        """)
  }
}
