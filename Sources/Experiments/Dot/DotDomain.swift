import Measuring

/// Two vectors of one length.
struct DotCase: ExactCase {
  var a: [Float]
  var b: [Float]

  var fields: [String: CaseField] { ["a": .f32(a), "b": .f32(b)] }
}

extension DotCase {
  init(_ fields: CaseFields) throws {
    self.init(a: try fields.f32("a"), b: try fields.f32("b"))
    guard a.count == b.count else { throw CaseProblem.sizes }
  }

  /// Finite vectors whose sums do not overflow.
  static var finite: CaseDomain<DotCase> {
    CaseDomain(
      "finite pairs",
      "lengths 1...260, 1000, 3584, 4096; a and b of units or exponents -20...20; in some the second half cancels",
      corners: [
        .init("length 1") { $0.a.count == 1 }, .init("fewer elements than lanes") { $0.a.count < 64 },
        .init("whole chunks of 64") { $0.a.count % 64 == 0 }, .init("a tail of 1") { $0.a.count % 64 == 1 },
        .init("a tail of 63") { $0.a.count % 64 == 63 }, .init("more than 1000 elements") { $0.a.count > 1000 },
        .init("products 2^20 apart") {
          let products = zip($0.a, $0.b).map { abs($0 * $1) }
          return products.max()! > products.min()! * 0x1p20
        },
        .init("cancellation by 2^10") {
          Oracle.absoluteDot($0.a, $0.b) > 0x1p10 * abs(Oracle.dot($0.a, $0.b))
        },
      ]
    ) { choices in
      let length = CaseLength.draw(1...260, long: [1000, 3584, 4096], &choices)
      let kinds = [ElementDomain.exponents(-20...20), .units]
      let cancels = choices.below(4) == 3
      var a = choices.element(of: kinds).draw(length, &choices)
      var b = choices.element(of: kinds).draw(length, &choices)
      if cancels {
        for index in 0..<length / 2 { (a[length - 1 - index], b[length - 1 - index]) = (-a[index], b[index]) }
      }
      return DotCase(a: a, b: b)
    }
  }
}
