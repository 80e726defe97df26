/// An expression of a template, and where it stands.
final class JinjaExpression {
  indirect enum Kind {
    case literal(JinjaValue)
    case name(String)
    case list([JinjaExpression])
    case map([(key: JinjaExpression, value: JinjaExpression)])
    case attribute(JinjaExpression, String)
    case item(JinjaExpression, JinjaExpression)
    case slice(JinjaExpression, from: JinjaExpression?, to: JinjaExpression?, step: JinjaExpression?)
    case call(JinjaExpression, JinjaArguments)
    case filter(JinjaExpression, String, JinjaArguments)
    case test(JinjaExpression, String, JinjaArguments)
    case not(JinjaExpression)
    case negative(JinjaExpression)
    case binary(String, JinjaExpression, JinjaExpression)
    /// `a < b <= c`: every pair of neighbors holds.
    case comparison(JinjaExpression, [(operation: String, value: JinjaExpression)])
    case conditional(JinjaExpression, if: JinjaExpression, else: JinjaExpression?)
  }
  let kind: Kind
  let offset: Int

  init(kind: Kind, offset: Int) { (self.kind, self.offset) = (kind, offset) }
}

/// What stands in the parentheses of a call.
struct JinjaArguments {
  var values: [JinjaExpression] = []
  var named: [(name: String, value: JinjaExpression)] = []
}

/// A statement of a template, and where it stands.
struct JinjaStatement {
  indirect enum Kind {
    case text(String)
    case output(JinjaExpression)
    case set([String], JinjaExpression)
    case setAttribute(String, String, JinjaExpression)
    case setBlock(String, [JinjaStatement])
    case branch([(condition: JinjaExpression, body: [JinjaStatement])], otherwise: [JinjaStatement])
    case loop(
      [String], in: JinjaExpression, where: JinjaExpression?, body: [JinjaStatement], otherwise: [JinjaStatement])
    case macro(JinjaMacro)
    case leave, next
    case block([JinjaStatement])
  }
  let kind: Kind
  let offset: Int
}

/// A part of a template that can be called.
final class JinjaMacro {
  let name: String
  let parameters: [(name: String, standard: JinjaExpression?)]
  let body: [JinjaStatement]

  init(name: String, parameters: [(name: String, standard: JinjaExpression?)], body: [JinjaStatement]) {
    (self.name, self.parameters, self.body) = (name, parameters, body)
  }
}
