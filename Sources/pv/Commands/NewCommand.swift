import ArgumentParser
import ContractKit

/// `pv new CONTRACT`
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a contract and a falsifier to be filled in; nothing is overwritten.",
    discussion: "The falsifier fails until somebody writes it, and the contract says PENDING until it has run.")

  @Argument(help: "The contract's id: words joined by `-`, with a version, such as softmax-v1.")
  var contract: String

  @Option(help: "The test target that the falsifier belongs to.")
  var module = "Falsifiers"

  func run() throws {
    let root = try Scaffold.root()
    try Scaffold.write(try Scaffold.contract(contract, module: module), root: root)
    Console.write(Scaffold.nextSteps(root: root, module: module))
  }
}

/// `pv init`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Start with contracts in this package: a first contract and a falsifier to be filled in.",
    discussion: "Nothing is overwritten. If there are contracts already, pv new adds one.")

  @Option(help: "The first contract's id; default: made from the package's name.")
  var contract: String?

  @Option(help: "The test target that the falsifier belongs to.")
  var module = "Falsifiers"

  func run() throws {
    let root = try Scaffold.root()
    if Files.isFolder("\(root)/contracts"), !ContractSet.load(paths: ["\(root)/contracts"]).files.isEmpty {
      throw Failure.rejected(
        "\(PathText.shown("\(root)/contracts")) has contracts already; add one with pv new CONTRACT")
    }
    let id = contract ?? NewContract.suggestedID(for: root.split(separator: "/").last.map(String.init) ?? "")
    var files = try Scaffold.contract(id, module: module)
    // Digests are taken over bytes: line ends must be the same on every machine.
    if Files.kind(of: "\(root)/.gitattributes") == nil {
      files.append(.init(path: ".gitattributes", text: "* text=auto eol=lf\n"))
    }
    try Scaffold.write(files, root: root)
    Console.write(Scaffold.nextSteps(root: root, module: module))
  }
}

/// Writing the first files.
private enum Scaffold {
  static func root() throws -> String {
    guard let root = PackageRoot.above(Files.currentFolder) else {
      throw Failure.nothingJudged("no Package.swift here or above; make a package first: swift package init")
    }
    return root
  }

  static func contract(_ id: String, module: String) throws -> [NewContract.File] {
    guard let new = NewContract(id: id, module: module) else {
      throw ValidationError(
        NewContract(id: id) == nil
          ? "`\(id)` is no contract's id: write words in lower case with a version, such as `\(NewContract.suggestedID(for: id))`"
          : "`\(module)` is no module's name")
    }
    return [new.contract, new.test]
  }

  /// Writes all files or none.
  static func write(_ files: [NewContract.File], root: String) throws {
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

  /// What to do now, the part of Package.swift that is missing included.
  static func nextSteps(root: String, module: String) -> String {
    let manifest = (try? Files.read("\(root)/Package.swift")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    var text = ""
    if !manifest.contains("name: \"\(module)\"") {
      text += """

        Package.swift needs the test target, and the package that it depends on:

            .testTarget(
              name: "\(module)",
              dependencies: [.product(name: "FalsifierKit", package: "contract-falsifier")]),

        """
    }
    return text + """

      Fill in what says TODO, write the falsifier, then:

          pv validate
          swift test --filter Falsify
          pv verify --write

      """
  }
}
