import ArgumentParser
import ContractKit

extension LiveRequest {
  /// What the environment asks for.
  ///
  /// - Throws: `ValidationError` for weights that no contract needs.
  static func given(to contracts: [Contract]) throws -> LiveRequest {
    let request = LiveRequest(Surroundings.variables[variable])
    let unknown = request.unknown(to: contracts)
    guard unknown.isEmpty else {
      let known = known(to: contracts)
      throw ValidationError(
        "\(variable) names \(unknown.joined(separator: ", ")), which no contract needs; "
          + (known.isEmpty ? "none needs any weights" : "there are \(known.joined(separator: ", "))"))
    }
    return request
  }
}
