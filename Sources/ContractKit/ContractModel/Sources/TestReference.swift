/// The XCTest of a falsifier, written `MODULE.CLASS/METHOD`.
package struct TestReference: Hashable, Sendable, CustomStringConvertible {
  /// The test target, which is also a folder below `Tests`.
  package let module: String
  /// The XCTestCase, which is also the stem of its file.
  package let className: String
  /// The test method, without parentheses.
  package let method: String

  /// The reference that a text spells, or nil where a part is missing or is no identifier.
  package init?(_ text: String) {
    let halves = text.split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2 else { return nil }
    let names = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard names.count == 2 else { return nil }
    let parts = [names[0], names[1], halves[1]].map(String.init)
    func isIdentifier(_ name: String) -> Bool {
      !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" } && !name.first!.isNumber
    }
    guard parts.allSatisfy(isIdentifier) else { return nil }
    (module, className, method) = (parts[0], parts[1], parts[2])
  }

  /// The reference as `MODULE.CLASS/METHOD`.
  package var description: String { "\(module).\(className)/\(method)" }

  /// The command that runs this test alone.
  package var command: String { "swift test --filter \(description)" }

  /// The path, from the package's root, of the file that holds the class: the first one named after
  /// it below `Tests/MODULE`; nil where there is none.
  package func sourcePath(root: String) -> String? { PackageSources.files(of: self, root: root).first }
}
