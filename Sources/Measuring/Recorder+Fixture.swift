import ContractKit

extension Recorder {
  /// The bytes of a file that the falsifier reads; the contract lists it under `fixtures:`.
  ///
  /// - Parameter path: from the package's root, as in the contract.
  /// - Throws: `FalsifierError.undeclaredFixture`, and `FileError` also where a part of the path is a link.
  public func fixture(_ path: String) throws -> [UInt8] {
    guard falsifier.fixtures.contains(where: { $0.value == path }) else {
      throw FalsifierError.undeclaredFixture(path, falsifier: falsifier.id.value)
    }
    return try readFile(path)
  }
}
