/// A text of a contract that people read.
struct ContractText {
  let text: Located<String>
  /// The falsifier whose text it is, and whose metrics need no more than their names there.
  let falsifier: String?
  /// Whether it is a formula, in which brackets and backticks mean something else.
  let isFormula: Bool

  /// Those of a contract, section by section.
  static func all(in contract: Contract) -> [ContractText] {
    func texts(
      _ texts: [Located<String>?], of falsifier: String? = nil, areFormulas: Bool = false
    ) -> [ContractText] {
      texts.compactMap { $0.map { ContractText(text: $0, falsifier: falsifier, isFormula: areFormulas) } }
    }
    return texts([contract.metadata.description])
      + contract.equations.flatMap { equation in
        texts([equation.formula, equation.domain], areFormulas: true) + texts([equation.notFalsified])
          + texts(equation.invariants.map(\.statement))
      }
      + texts(contract.obligations.map(\.property)) + texts(contract.loosenings.map(\.waiver.reason))
      + contract.falsifiers.flatMap { falsifier in
        texts(
          [
            falsifier.rule, falsifier.prediction, falsifier.ifFails, falsifier.noOrders, falsifier.blocked?.reason,
            falsifier.waiver?.reason,
          ], of: falsifier.id.value)
      }
  }
}
