/// One leaf in which two evidence files differ.
public struct EvidenceDifference: Equatable, Sendable, CustomStringConvertible {
  /// The leaf's members from the top, elements of lists by their name where they have one.
  public let place: [String]
  /// As it was committed; nil where it is not there.
  package let committed: String?
  /// As it was measured again; nil where it is not there.
  public let again: String?

  /// `PLACE: AGAIN, committed COMMITTED`.
  public var description: String {
    "\(place.joined(separator: ".")): \(again ?? "not there"), committed \(committed ?? "not there")"
  }

  /// All leaves in which two files differ: what was measured first.
  ///
  /// A file's own digest, and decimals for reading, follow from the rest and are left out.
  public static func all(committed: JSON, again: JSON) -> [EvidenceDifference] {
    var found: [EvidenceDifference] = []
    compare(committed, again, at: [], &found)
    return found.enumerated().sorted { left, right in
      let (a, b) = (rank(left.element), rank(right.element))
      return a == b ? left.offset < right.offset : a < b
    }.map(\.element)
  }

  /// What a reader wants to know first; a member that is not named comes last.
  private static let order = ["measurements", "outputs", "ulps", "orders", "mutants", "inputs"]

  private static func rank(_ difference: EvidenceDifference) -> Int {
    order.firstIndex(of: difference.place.first ?? "") ?? order.count
  }

  private static func compare(_ old: JSON?, _ new: JSON?, at place: [String], _ found: inout [EvidenceDifference]) {
    guard old != new else { return }
    switch (old, new) {
    // A measurement is shown as a whole: its bits alone say little.
    case (.object(let a), .object(let b)) where a["type"] == nil || b["type"] == nil:
      for key in Set(a.keys).union(b.keys).sorted(by: Files.utf8Order)
      where !(place.isEmpty && key == "digest") && key != "display" {
        compare(a[key], b[key], at: place + [key], &found)
      }
    case (.array(let a), .array(let b)):
      for index in 0..<max(a.count, b.count) {
        let (left, right) = (index < a.count ? a[index] : nil, index < b.count ? b[index] : nil)
        compare(left, right, at: place + [name(left ?? right, index)], &found)
      }
    default: found.append(EvidenceDifference(place: place, committed: old.map(text), again: new.map(text)))
    }
  }

  /// An input or output by its name, anything else by its place in the list.
  private static func name(_ element: JSON?, _ index: Int) -> String { element?["name"]?.string ?? String(index) }

  private static func text(_ json: JSON) -> String {
    if let text = json.string { return text }
    guard json["type"] != nil, let exact = json["bits"]?.string ?? json["value"]?.string else {
      return String(decoding: json.compactBytes, as: UTF8.self)
    }
    let value = json["display"]?.string.map { "\($0) (\(exact))" } ?? exact
    return value + (json["over"]?.string.map { " over \($0)" } ?? "")
      + (json["asserted"]?.bool == true ? ", asserted" : "")
  }
}
