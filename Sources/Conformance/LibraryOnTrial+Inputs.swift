/// Other inputs in the same place: a result must take notice of them.
extension LibraryOnTrial {
  /// Changes one element of an input and looks whether the result takes notice, where ours does.
  ///
  /// Elements at the end and in the middle are changed, which a part of an input that somebody looks at may leave out; a
  /// result that takes notice of none is kept. A NaN is to be where it is in ours. What is lost where subnormal numbers are
  /// taken for zeros, among the inputs or on the way, tells nothing: whoever does that reads them all the same.
  func probeInputs(_ call: Call, _ outputs: [CallArray], _ turn: Int) {
    guard call.inputs.reduce(0, { $0 + $1.count }) <= 1 << 15,
      call.inputs.allSatisfy({ $0.isFinite && !$0.hasSubnormal }),
      let own = try? call.computedHere(), own.allSatisfy(\.isFinite)
    else { return }
    let scale = Observations.scale(call, own[0].numbers)
    var (noticed, ignored) = (0, [String]())
    for (index, array) in call.inputs.enumerated() {
      guard case .f32(let values) = array, !values.isEmpty else { continue }
      let name = call.operation.arrayNames[index]
      for position in Set([values.count - 1, min(values.count / 2 + turn % 7, values.count - 1)]).sorted() {
        var changed = call
        changed.inputs[index] = array.with(values[position] == 0 ? 1 : -2 * values[position], at: position)
        if let ownChanged = try? changed.computedHere(), Self.differMuch(own, ownChanged, scale),
          let again = try? perform(changed, at: .last)
        {
          noticed += 1
          if zip(again.outputs, outputs).allSatisfy({ $0.hasBits(of: $1) }) { ignored.append("\(name)[\(position)]") }
        }
      }
      // Where there are such numbers without a NaN, none of them is of the NaN.
      if outputs.allSatisfy(\.isFinite) { probeNaN(call, index, turn % values.count) }
    }
    guard noticed >= 2, ignored.count == noticed else { return }
    note(
      .inputIgnored(
        "gave the same result after \(ignored.joined(separator: ", then ")) was changed where it stands: results are kept, "
          + "or inputs are not read"),
      call)
  }

  /// Whether some number is another one by more than any rounding explains, and by more than sums of subnormal numbers.
  private static func differMuch(_ one: [CallArray], _ other: [CallArray], _ scale: Double) -> Bool {
    zip(one, other).contains { one, other in
      let (left, right) = (one.numbers, other.numbers)
      let scale = right.reduce(scale) { $1.isFinite ? max($0, abs($1)) : $0 }
      return zip(left, right).contains { abs($0 - $1) > max(scale * 0x1p-6, 0x1p-100) }
    }
  }

  /// A NaN among finite numbers is in the same results whatever the order of operations.
  private func probeNaN(_ call: Call, _ index: Int, _ position: Int) {
    var poisoned = call
    poisoned.inputs[index] = call.inputs[index].with(Float(bitPattern: 0x7fc0_0000), at: position)
    guard let own = try? poisoned.computedHere(), let again = try? perform(poisoned, at: .last) else { return }
    for (array, expected) in zip(again.outputs, own) {
      let (actual, expected) = (array.numbers, expected.numbers)
      guard let place = expected.indices.first(where: { actual[$0].isNaN != expected[$0].isNaN }) else { continue }
      let name = call.operation.arrayNames[index]
      let what = expected[place].isNaN ? "a number" : "a NaN"
      return note(.nanMisplaced("gave \(what) in [\(place)] after \(name)[\(position)] was a NaN"), call)
    }
  }
}
