import Base

/// A manifest with one thing changed.
struct ManifestDamage {
  /// What was changed, as a verification names it.
  let path: String
  let manifest: JSON

  /// One damage of each member, at random, and of each object and list as a whole.
  static func each(of value: JSON, at path: String = "", _ random: inout some RandomNumberGenerator) -> [Self] {
    switch value {
    case .object(let members):
      func inside(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
      var found = [Self(path: inside("more"), manifest: .object(members.merging(["more": .null]) { $1 }))]
      for key in members.keys.sorted() {
        found.append(Self(path: inside(key), manifest: .object(members.filter { $0.key != key })))
        found += each(of: members[key]!, at: inside(key), &random).map { damage in
          Self(path: damage.path, manifest: .object(members.merging([key: damage.manifest]) { $1 }))
        }
      }
      return found
    case .array(let elements):
      var found = [
        Self(path: "\(path)[\(elements.count)]", manifest: .array(elements + [elements.first ?? .integer(1)]))
      ]
      for index in elements.indices {
        found += each(of: elements[index], at: "\(path)[\(index)]", &random).map { damage in
          var changed = elements
          changed[index] = damage.manifest
          return Self(path: damage.path, manifest: .array(changed))
        }
      }
      if let last = elements.indices.last {
        found.append(Self(path: "\(path)[\(last)]", manifest: .array(elements.dropLast())))
      }
      return found
    case .string(let text): return [Self(path: path, manifest: .string(changed(text, &random)))]
    case .integer(let number):
      return [Self(path: path, manifest: .integer(number + (Bool.random(using: &random) ? 1 : -1)))]
    case .bool(let flag): return [Self(path: path, manifest: .bool(!flag))]
    case .null: return [Self(path: path, manifest: .string("x"))]
    }
  }

  /// One character is another: a digit a digit, so that a digest stays one.
  private static func changed(_ text: String, _ random: inout some RandomNumberGenerator) -> String {
    guard !text.isEmpty else { return "0" }
    var characters = Array(text)
    let index = Int.random(in: characters.indices, using: &random)
    characters[index] = characters[index] == "1" ? "2" : "1"
    return String(characters)
  }
}

/// The same numbers every time.
struct Counter: RandomNumberGenerator {
  var state: UInt64

  /// splitmix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
