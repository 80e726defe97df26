import Measuring

/// Logits of one softmax.
struct SoftmaxCase: ExactCase {
  var logits: [Float]

  var fields: [String: CaseField] { ["logits": .f32(logits)] }
}

extension SoftmaxCase {
  init(_ fields: CaseFields) throws { self.init(logits: try fields.f32("logits")) }

  /// Ordinary logits, a spread beyond underflow, large logits of either sign, steep ramps.
  static var finite: CaseDomain<SoftmaxCase> {
    CaseDomain(
      "finite logits",
      "lengths 1...260, 1000, 3584, 18944; units times 1, 8 or 100, plus 0, 10000 or -10000; or a ramp -300...300",
      corners: [
        .init("length 1") { $0.logits.count == 1 }, .init("fewer elements than lanes") { $0.logits.count < 64 },
        .init("whole chunks of 64") { $0.logits.count % 64 == 0 }, .init("a tail of 1") { $0.logits.count % 64 == 1 },
        .init("more than 10000 elements") { $0.logits.count > 10000 },
        .init("all logits above 9000") { $0.logits.min()! > 9000 },
        .init("all logits below -9000") { $0.logits.max()! < -9000 },
        .init("results that underflow") { $0.logits.max()! - $0.logits.min()! > 104 },
        .init("the largest after the first chunk") { $0.logits.firstIndex(of: $0.logits.max()!)! >= 64 },
      ]
    ) { choices in
      let length = CaseLength.draw(1...260, long: [1000, 3584, 18944], &choices)
      let scale = choices.element(of: [1, 8, 100] as [Float])
      let offset = choices.element(of: [0, 10000, -10000] as [Float])
      if choices.below(5) == 4 {
        let step = 600 / Float(length)
        return SoftmaxCase(logits: (0..<length).map { Float($0) * step - 300 })
      }
      return SoftmaxCase(logits: ElementDomain.units.draw(length, &choices).map { $0 * scale + offset })
    }
  }
}
