/// The members of a JSON object, read by name and type; an error names the path.
struct Members {
  private let members: [String: JSON]
  private let place: Place

  /// Where an object stands; it is spelled out for errors alone, which hardly any member has.
  private indirect enum Place {
    case named(String)
    case below(Place, String)

    var text: String {
      switch self {
      case .named(let name): name
      case .below(let place, let name): "\(place.text).\(name)"
      }
    }
  }

  init(_ json: JSON, path: String) throws { try self.init(json, .named(path)) }

  private init(_ json: JSON, _ place: Place) throws {
    guard let members = json.object else { throw EvidenceFormError.member(place.text, problem: "is not an object") }
    self.members = members
    self.place = place
  }

  /// Names of members from the file's top, with a full stop between.
  var path: String { place.text }

  /// Refuses members that the form does not have: nothing is dropped in silence.
  func allow(_ names: [String]) throws {
    if let unknown = members.keys.lazy.filter({ !names.contains($0) }).min(by: Files.utf8Order) {
      throw EvidenceFormError.member("\(path).\(unknown)", problem: "is not a known member")
    }
  }

  func has(_ name: String) -> Bool { members[name] != nil }
  func isNull(_ name: String) -> Bool { members[name] == .null }

  private func member<Value>(_ name: String, _ type: String, _ read: (JSON) -> Value?) throws -> Value {
    guard let json = members[name] else { throw EvidenceFormError.member("\(path).\(name)", problem: "is missing") }
    guard let value = read(json) else { throw EvidenceFormError.member("\(path).\(name)", problem: "is not \(type)") }
    return value
  }

  func string(_ name: String) throws -> String { try member(name, "a string", \.string) }
  func integer(_ name: String) throws -> Int { try member(name, "an integer", \.integer) }
  func bool(_ name: String) throws -> Bool { try member(name, "true or false", \.bool) }
  func array(_ name: String) throws -> [JSON] { try member(name, "an array", \.array) }
  func object(_ name: String) throws -> [String: JSON] { try member(name, "an object", \.object) }
  func digest(_ name: String) throws -> Digest {
    try member(name, "a SHA-256 digest of 64 hexadecimal digits") { $0.string.flatMap(Digest.init(_:)) }
  }
  func members(_ name: String) throws -> Members {
    try Members(try member(name, "an object") { $0.object == nil ? nil : $0 }, .below(place, name))
  }
  func mapping<Value>(_ name: String, _ make: (Members) throws -> Value) throws -> [String: Value] {
    var result: [String: Value] = [:]
    let place = Place.below(place, name)
    for (key, json) in try object(name) { result[key] = try make(Members(json, .below(place, key))) }
    return result
  }

  /// All members, of a mapping whose keys are data.
  func values<Value>(_ make: (Members) throws -> Value) throws -> [String: Value] {
    var result: [String: Value] = [:]
    for (key, json) in members { result[key] = try make(Members(json, .below(place, key))) }
    return result
  }
}

extension JSON {
  func asString(_ path: String) throws -> String {
    guard let string else { throw EvidenceFormError.member(path, problem: "holds something that is not a string") }
    return string
  }

  func asInteger(_ path: String) throws -> Int {
    guard let integer else { throw EvidenceFormError.member(path, problem: "holds something that is not an integer") }
    return integer
  }

  func asDigest(_ path: String) throws -> Digest {
    guard let digest = string.flatMap(Digest.init(_:)) else {
      throw EvidenceFormError.member(path, problem: "holds something that is not a SHA-256 digest")
    }
    return digest
  }
}
