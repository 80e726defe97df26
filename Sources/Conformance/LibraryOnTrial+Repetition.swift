/// Calls that are made again: all bits must be the same.
extension LibraryOnTrial {
  /// The numbers of threads that are tried in turn, none above the setting's.
  private var threadCounts: [Int] { [2, 3, 7, 16, 64].filter { $0 < setting.threads } + [setting.threads] }

  func repeatOnce(_ call: Call, _ first: Performed, _ turn: Int) {
    let place: SharedMemory.Place = turn % 2 == 0 ? .first : .last
    switch turn % 5 {
    case 2:
      if let related = call.aloneOrTogether(row: turn / 5) { return compare(related, with: first, call) }
    case 3 where call.operation.takesThreads:
      var other = call
      other.threads = threadCounts[turn / 5 % threadCounts.count]
      return compare(other, first, at: place, .threads)
    case 4: return compare(call, first, at: place == .first ? .last : .first, .address)
    case 1: return compare(call, first, at: place, .again)
    default: break
    }
    compare(call, first, at: .shifted(turn / 5 % 64), .address)
  }

  private func compare(_ call: Call, _ first: Performed, at place: SharedMemory.Place, _ invariance: Invariance) {
    guard let second = try? perform(call, at: place, complementing: first.poison) else { return }
    for (index, (one, other)) in zip(first.outputs, second.outputs).enumerated() {
      guard let unwritten = Self.unwritten(one, first.poison[index], other, second.poison[index]) else { continue }
      let name = call.operation.arrayNames[call.inputs.count + index]
      let what =
        unwritten.count == one.count ? name : "\(name)[\(unwritten.first)], and \(unwritten.count) elements in all"
      return note(.notWritten(what), call)
    }
    records[call.operation, default: OperationRecord()].compared[invariance, default: 0] += 1
    for (one, other) in zip(first.outputs, second.outputs) where note(one, other, invariance, call) { return }
  }

  /// Elements that held the poison after both calls: their number and the first of them.
  private static func unwritten(
    _ one: CallArray, _ poison: [UInt8], _ other: CallArray, _ complement: [UInt8]
  ) -> (first: Int, count: Int)? {
    let size = one.elementBytes
    return one.withBytes { one in
      other.withBytes { other in
        var (first, count) = (0, 0)
        for element in 0..<one.count / size {
          let range = element * size..<(element + 1) * size
          guard range.allSatisfy({ one[$0] == poison[$0] && other[$0] == complement[$0] }) else { continue }
          if count == 0 { first = element }
          count += 1
        }
        return count > 0 ? (first, count) : nil
      }
    }
  }

  private func compare(_ related: RelatedCall, with first: Performed, _ call: Call) {
    guard let part = try? perform(related.call, at: .last) else { return }
    records[call.operation, default: OperationRecord()].compared[.alone, default: 0] += 1
    for (own, other) in related.pairs {
      for (array, whole) in zip(part.outputs, first.outputs)
      where note(whole.slice(other), array.slice(own), .alone, call) { return }
    }
  }

  func repeatLater(_ kept: OperationWatch.Kept) {
    guard let second = try? perform(kept.call, at: .last) else { return }
    records[kept.call.operation, default: OperationRecord()].compared[.later, default: 0] += 1
    for (one, other) in zip(kept.outputs, second.outputs) where note(one, other, .later, kept.call) { return }
  }

  /// Notes two arrays that are to be the same bits and are not.
  private func note(_ one: CallArray, _ other: CallArray, _ invariance: Invariance, _ call: Call) -> Bool {
    guard let index = one.firstDifference(from: other) else { return false }
    guard records[call.operation]?.explainsOtherBits != true else { return true }
    note(.otherBits(invariance, "[\(index)] is \(one.text(index)), then \(other.text(index))"), call)
    return true
  }
}
