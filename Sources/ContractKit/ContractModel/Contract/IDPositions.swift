/// Where each id of a list first stands, for lists that are asked for their elements by name.
///
/// The few clauses of most contracts are searched faster than a table of them is made; thousands of
/// them, each asked for by a falsifier, would take quadratic time without one.
struct IDPositions: Sendable {
  private var table: [String: Int] = [:]

  /// The positions of ids; no table is made of few.
  init(_ ids: some Collection<String>) {
    guard ids.count > 16 else { return }
    for (position, id) in ids.enumerated() where table[id] == nil { table[id] = position }
  }

  /// The position of an id; nil where the list lacks it.
  ///
  /// - Parameter search: finds it in the list itself, where there is no table.
  func first(_ id: String, search: () -> Int?) -> Int? { table.isEmpty ? search() : table[id] }
}
