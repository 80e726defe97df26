extension Evidence.Measurement {
  /// `{"type": "real", "bits": "0x…", "display": "…", "over": "…"}` and the like; only the exact
  /// member is read back.
  var json: JSON {
    var members: [String: JSON] = [:]
    switch value {
    case .real(let number):
      members["type"] = .string("real")
      members["bits"] = .string(Self.hexadecimal(number.bitPattern))
      members["display"] = .string(display)
    case .count(let count):
      members["type"] = .string("count")
      members["value"] = .string(String(count))
    case .text(let text):
      members["type"] = .string("text")
      members["value"] = .string(text)
    }
    if let over { members["over"] = .string(over) }
    if isAsserted { members["asserted"] = .bool(true) }
    return .object(members)
  }

  init(_ members: Members) throws {
    let value: Value
    switch try members.string("type") {
    case "real":
      try members.allow("type", "bits", "display", "over", "asserted")
      let bits = try members.string("bits")
      guard bits.hasPrefix("0x"), bits.utf8.count == 18, let pattern = UInt64(bits.dropFirst(2), radix: 16),
        Self.hexadecimal(pattern) == bits
      else { throw EvidenceFormError.member("\(members.path).bits", problem: "is not 0x and 16 hexadecimal digits") }
      value = .real(Double(bitPattern: pattern))
      guard try members.string("display") == Self.rounded(Double(bitPattern: pattern)) else {
        throw EvidenceFormError.member("\(members.path).display", problem: "is not the rounded value of bits")
      }
    case "count":
      try members.allow("type", "value", "over", "asserted")
      let text = try members.string("value")
      guard let count = UInt64(text), String(count) == text else {
        throw EvidenceFormError.member("\(members.path).value", problem: "is not a count")
      }
      value = .count(count)
    case "text":
      try members.allow("type", "value", "over", "asserted")
      value = .text(try members.string("value"))
    default: throw EvidenceFormError.member("\(members.path).type", problem: "is not real, count or text")
    }
    self.init(
      value, over: members.has("over") ? try members.string("over") : nil,
      isAsserted: members.has("asserted") ? try members.bool("asserted") : false)
  }

  private static func hexadecimal(_ pattern: UInt64) -> String {
    let digits = String(pattern, radix: 16)
    return "0x" + String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }
}
