extension YAMLNode {
  /// Whether another value says the same, wherever and in whatever style it is written.
  ///
  /// - Parameter keys: the names of keys that do not count, at any depth.
  package func says(_ other: YAMLNode, leavingOut keys: Set<String>) -> Bool {
    guard kind == other.kind else { return false }
    switch kind {
    case .scalar: return isNull == other.isNull && anyText == other.anyText
    case .sequence:
      let (mine, others) = (elements.map(Array.init) ?? [], other.elements.map(Array.init) ?? [])
      return mine.count == others.count && zip(mine, others).allSatisfy { $0.says($1, leavingOut: keys) }
    case .mapping:
      func kept(_ node: YAMLNode) -> [YAMLEntry] {
        node.entries?.filter { entry in entry.name.map { !keys.contains($0) } ?? true } ?? []
      }
      let (mine, others) = (kept(self), kept(other))
      return mine.count == others.count
        && zip(mine, others).allSatisfy {
          $0.key.says($1.key, leavingOut: keys) && $0.value.says($1.value, leavingOut: keys)
        }
    }
  }
}

extension YAMLTree {
  /// Whether two scalars say the same, as strings do: beyond ASCII, texts can be equal with other bytes.
  package func saySame(_ left: Int, _ right: Int) -> Bool {
    withText(left) { one in
      withText(right) { other in
        if one.count == other.count, UTF8Text.areSame(one, at: 0, of: other) { return true }
        return !(UTF8Text.isASCII(one) && UTF8Text.isASCII(other)) && text(left) == text(right)
      }
    }
  }

  /// Whether another tree is the same but for the texts of some scalars.
  ///
  /// - Parameter texts: what those say there, by their positions.
  package func isSame(as other: YAMLTree, but texts: [Int: String]) -> Bool {
    guard records.count == other.records.count else { return false }
    for position in 0..<records.count {
      let (mine, others) = (records[position], other.records[position])
      guard mine.next == others.next, mine.kind.isScalar == others.kind.isScalar else { return false }
      guard mine.kind.isScalar else {
        if mine.kind != others.kind { return false }
        continue
      }
      if let text = texts[position] {
        if other.text(position) != text { return false }
      } else if isNull(position) != other.isNull(position) || text(position) != other.text(position) {
        return false
      }
    }
    return true
  }
}
