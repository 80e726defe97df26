import ContractKit

extension Recorder {
  /// The path of a file of weights that the contract names under `needs:`, which is recorded as an input of this name.
  ///
  /// It stands in the folder `PV_WEIGHTS`, or else in `pv-weights` of the user's cache (`XDG_CACHE_HOME`, else
  /// `~/.cache`). Its digest is taken in each process, so that evidence is of the file that was there.
  ///
  /// - Parameters:
  ///   - name: as in the contract.
  ///   - file: its path in that folder.
  /// - Throws: `FalsifierError.weights` where the contract needs none of that name, the file is not there, or its digest
  ///   is another.
  /// - Complexity: O(size), read once, in pieces.
  public func weights(_ name: String, file: String) throws -> String {
    func problem(_ reason: String) -> FalsifierError { .weights(name, reason: reason) }
    guard let need = falsifier.weights.first(where: { $0.name.value == name }) else {
      throw problem("\(falsifier.id.value) names no such weights under needs:")
    }
    let path = Self.weightsFolder(Surroundings.variables) + "/" + file
    let (digest, count): (Digest, Int)
    do { (digest, count) = try Digest.ofFile(path) } catch {
      throw problem("\(path) is not there" + (need.get.map { "; \($0.value)" } ?? ""))
    }
    guard digest.description == need.sha256?.value.lowercased() else {
      throw problem("\(path) has the SHA-256 \(digest), and the contract names \(need.sha256?.value ?? "none")")
    }
    record(weights: name, bytes: count, digest)
    return path
  }

  static func weightsFolder(_ environment: [String: String]) -> String {
    func given(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    return given("PV_WEIGHTS") ?? (given("XDG_CACHE_HOME") ?? "\(environment["HOME"] ?? "")/.cache") + "/pv-weights"
  }
}
