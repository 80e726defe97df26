/// The members of a JSON object, read by name and type; an error names the path.
struct Members {
  private let json: JSONText.Value
  private let place: Place

  /// Where an object stands; it is spelled out for errors alone, which hardly any member has.
  private indirect enum Place {
    case named(StaticString)
    case below(Place, StaticString)
    case member(Place, JSONText.Member)

    var text: String {
      switch self {
      case .named(let name): "\(name)"
      case .below(let place, let name): "\(place.text).\(name)"
      case .member(let place, let member): "\(place.text).\(member.key)"
      }
    }
  }

  init(_ json: JSONText.Value, path: StaticString) throws { try self.init(json, .named(path)) }

  private init(_ json: JSONText.Value, _ place: Place) throws {
    guard json.members != nil else { throw EvidenceFormError.member(place.text, problem: "is not an object") }
    (self.json, self.place) = (json, place)
  }

  /// Names of members from the file's top, with a full stop between.
  var path: String { place.text }

  /// Refuses members that the form does not have: nothing is dropped in silence.
  func allow(_ names: StaticString...) throws {
    let unknown = json.members!.lazy.filter { member in !names.contains(where: member.isCalled) }
    if let first = unknown.map(\.key).min(by: Files.utf8Order) {
      throw EvidenceFormError.member("\(path).\(first)", problem: "is not a known member")
    }
  }

  func has(_ name: StaticString) -> Bool { json[name] != nil }
  func isNull(_ name: StaticString) -> Bool { json[name]?.isNull ?? false }

  private func member<Value>(_ name: StaticString, _ type: String, _ read: (JSONText.Value) -> Value?) throws -> Value {
    guard let json = json[name] else { throw EvidenceFormError.member("\(path).\(name)", problem: "is missing") }
    guard let value = read(json) else { throw EvidenceFormError.member("\(path).\(name)", problem: "is not \(type)") }
    return value
  }

  func string(_ name: StaticString) throws -> String { try member(name, "a string", \.string) }
  func integer(_ name: StaticString) throws -> Int { try member(name, "an integer", \.integer) }
  func bool(_ name: StaticString) throws -> Bool { try member(name, "true or false", \.bool) }
  func digest(_ name: StaticString) throws -> Digest {
    try member(name, "a SHA-256 digest of 64 hexadecimal digits") { $0.string.flatMap(Digest.init(_:)) }
  }
  func members(_ name: StaticString) throws -> Members {
    try Members(try member(name, "an object") { $0.members == nil ? nil : $0 }, .below(place, name))
  }

  /// The elements of an array.
  func array<Element>(_ name: StaticString, _ make: (JSONText.Value) throws -> Element) throws -> [Element] {
    try member(name, "an array", \.elements).map(make)
  }

  /// The members of an object whose keys are data.
  func object<Value>(_ name: StaticString, _ make: (JSONText.Value) throws -> Value) throws -> [String: Value] {
    try member(name, "an object", \.members).dictionary { try make($0.value) }
  }

  /// The members of an object of objects whose keys are data.
  func mapping<Value>(_ name: StaticString, _ make: (Members) throws -> Value) throws -> [String: Value] {
    try members(name).values(make)
  }

  /// All members, of an object of objects whose keys are data.
  func values<Value>(_ make: (Members) throws -> Value) throws -> [String: Value] {
    try json.members!.dictionary { try make(Members($0.value, .member(place, $0))) }
  }
}

extension JSONText.Value {
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
