import ArgumentParser
import ContractKit

/// `pv new CONTRACT`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a contract and a falsifier to fill in; nothing is overwritten.",
    discussion: "The falsifier fails until somebody fills it in, and the contract declares it PENDING.")

  @Argument(help: "The contract's id: words joined by `-`, with a version, such as softmax-v1.")
  var contract: String

  @OptionGroup var options: ScaffoldOptions

  func run() throws {
    guard let root = PackageRoot.above(Files.currentFolder) else {
      throw Failure.nothingJudged("no package here or above; begin one with pv init")
    }
    let scaffold = Scaffold(root: root, options: options)
    try scaffold.write(scaffold.files(of: contract))
    Console.write(scaffold.nextSteps)
  }
}

/// `pv init`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Start to use contracts in this package: write a first contract and a falsifier to fill in.",
    discussion: """
      Nothing is overwritten. If there are contracts already, use pv new to add one.

      In Swift, "this package" is the package that contains the current folder. In Python and C++, it is the current \
      folder, unless this folder is already inside a package.
      """)

  @Option(help: "The first contract's id; default: made from the package's name.")
  var contract: String?

  @OptionGroup var options: ScaffoldOptions

  func run() throws {
    let around = PackageRoot.above(Files.currentFolder)
    guard let root = around ?? (options.isOfSwift(in: Files.currentFolder) ? nil : Files.currentFolder) else {
      throw Failure.nothingJudged(
        "no Package.swift here or above; make a package first: swift package init; or say --language python or c++")
    }
    if Files.isFolder("\(root)/contracts"), !ContractSet.load(paths: ["\(root)/contracts"]).files.isEmpty {
      throw Failure.rejected(
        "\(PathText.shown("\(root)/contracts")) has contracts already; add one with pv new CONTRACT")
    }
    let scaffold = Scaffold(root: root, options: options)
    var files = try scaffold.files(
      of: contract ?? NewContract.suggestedID(for: root.split(separator: "/").last.map(String.init) ?? ""))
    // Digests are taken over bytes: line ends must be the same on every machine.
    if Files.kind(of: "\(root)/.gitattributes") == nil {
      files.append(.init(path: ".gitattributes", text: "* text=auto eol=lf\n"))
    }
    try scaffold.write(files)
    Console.write(scaffold.nextSteps)
  }
}

extension NewContract.Language: ExpressibleByArgument {}

/// What is asked for of a first contract.
struct ScaffoldOptions: ParsableArguments {
  @Option(help: "The language of the falsifier; default: that of the package.")
  var language: NewContract.Language?

  @Option(help: "The test target for a falsifier in Swift.")
  var module = "Falsifiers"

  /// By what stands in the package's folder, where it is not asked for.
  func language(in root: String) -> NewContract.Language {
    func holds(_ names: String...) -> Bool { names.contains { Files.kind(of: "\(root)/\($0)") == .file } }
    if let language { return language }
    if holds("Package.swift") { return .swift }
    if holds("pyproject.toml", "setup.py", "setup.cfg") { return .python }
    return holds("CMakeLists.txt") ? .cpp : .swift
  }

  func isOfSwift(in root: String) -> Bool { language(in: root) == .swift }
}

/// Writing the first files.
private struct Scaffold {
  let root: String
  let module: String
  let language: NewContract.Language

  init(root: String, options: ScaffoldOptions) {
    self.root = root
    module = options.module
    language = options.language(in: root)
  }

  /// The contract and its falsifier, and what the package lacks that a falsifier in its language needs.
  func files(of contract: String) throws -> [NewContract.File] {
    guard let new = NewContract(id: contract, module: module, language: language) else {
      throw ValidationError(
        NewContract(id: contract) == nil
          ? "`\(contract)` cannot be a contract's id: write words in lower case with a version, such as `\(NewContract.suggestedID(for: contract))`"
          : "`\(module)` cannot be a module's name")
    }
    let once = (language == .cpp ? new.cppSetup : []) + (language == .swift ? [] : [.init(path: "pv.yaml", text: "")])
    return new.files + once.filter { Files.kind(of: "\(root)/\($0.path)") == nil }
  }

  /// Writes all files or none.
  func write(_ files: [NewContract.File]) throws {
    let there = files.filter { Files.kind(of: "\(root)/\($0.path)") != nil }
    guard there.isEmpty else {
      throw Failure.rejected("not overwritten: \(there.map(\.path).joined(separator: ", ")); nothing was written")
    }
    for file in files {
      do { try Files.replace("\(root)/\(file.path)", with: Array(file.text.utf8)) } catch {
        throw Failure.rejected("\(error)")
      }
      Console.write("wrote \(PathText.shown("\(root)/\(file.path)"))\n")
    }
  }

  /// What to do now, what the build or the package still lacks included.
  var nextSteps: String {
    switch language {
    case .swift: (hasTestTarget ? "" : testTarget) + steps("swift test --filter Falsify")
    case .python:
      """

      The test needs pytest, and the plugin that comes with pv:

          pip install "pv-contracts[falsify]"

      """ + steps("pv run")
    case .cpp:
      """

      pv starts tests/record.sh, which builds the falsifier by CMakeLists.txt; its program has the name of its source.

      """ + steps("pv run")
    }
  }

  private var hasTestTarget: Bool {
    let manifest = (try? Files.read("\(root)/Package.swift")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    return manifest.contains("name: \"\(module)\"")
  }

  private var testTarget: String {
    """

    Package.swift needs the test target, and the package that it depends on:

        .testTarget(
          name: "\(module)",
          dependencies: [.product(name: "FalsifierKit", package: "contract-falsifier")]),

    """
  }

  private func steps(_ run: String) -> String {
    """

    Fill in what says TODO, write the falsifier, then:

        pv validate
        \(run)
        pv verify --write

    """
  }
}
