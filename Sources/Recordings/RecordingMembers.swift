import ContractKit

/// The members of an object of `recording.json`, read by name and type; an error names the place.
struct RecordingMembers {
  let file: String
  /// Such as `inputs[0]`; empty at the top.
  let place: String
  private let members: [String: JSON]

  /// - Throws: `RecordingError` where it is no object, or has a member that is not known.
  init(_ json: JSON, _ place: String, of file: String, allowing names: Set<String>? = nil) throws {
    self.file = file
    self.place = place
    guard let members = json.object else {
      throw RecordingError(file, "\(place.isEmpty ? "it" : place) is not an object", help: Self.page)
    }
    self.members = members
    let known = members.keys.sorted(by: Files.utf8Order)
    if let names, let other = known.first(where: { !names.contains($0) }) {
      let nearest = Suggestion.nearest(to: other, among: names.sorted(by: Files.utf8Order))
      throw error(other, "is not known", help: nearest.map { "did you mean `\($0)`?" } ?? Self.page)
    }
  }

  static let page = "docs/recordings.md has the form"

  /// The names, by their bytes.
  var names: [String] { members.keys.sorted(by: Files.utf8Order) }

  func error(_ name: String, _ problem: String, help: String = page) -> RecordingError {
    RecordingError(file, "\(path(name)) \(problem)", help: help)
  }

  func path(_ name: String) -> String { place.isEmpty ? name : "\(place).\(name)" }

  func has(_ name: String) -> Bool { members[name] != nil }

  private func member<Value>(_ name: String, _ type: String, _ read: (JSON) -> Value?) throws -> Value {
    guard let json = members[name] else { throw error(name, "is missing") }
    guard let value = read(json) else { throw error(name, "is not \(type)") }
    return value
  }

  func text(_ name: String) throws -> String { try member(name, "a text", \.string) }
  func integer(_ name: String) throws -> Int { try member(name, "a whole number", \.integer) }
  func flag(_ name: String) throws -> Bool { try member(name, "true or false", \.bool) }
  func list(_ name: String) throws -> [JSON] { try member(name, "a list", \.array) }

  func texts(_ name: String) throws -> [String] {
    try list(name).map { json in
      guard let text = json.string else { throw error(name, "holds something that is not a string") }
      return text
    }
  }

  func object(_ name: String, allowing names: Set<String>? = nil) throws -> RecordingMembers {
    try RecordingMembers(
      member(name, "an object") { $0.object == nil ? nil : $0 }, path(name), of: file, allowing: names)
  }

  func json(_ name: String) throws -> JSON { try member(name, "there") { $0 } }

  /// By name, all members of an object that may be left out.
  func map<Value>(_ name: String, _ read: (RecordingMembers, String) throws -> Value) throws -> [String: Value] {
    guard has(name) else { return [:] }
    let object = try object(name)
    return try object.names.reduce(into: [:]) { $0[$1] = try read(object, $1) }
  }
}
