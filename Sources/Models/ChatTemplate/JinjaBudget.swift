/// How much a template may do: templates come with files, and a file must not keep the machine busy.
struct JinjaBudget {
  /// Expressions, statements and turns of loops.
  private var steps = 2_000_000
  /// Bytes of texts and elements of lists that are made, whether or not they are kept.
  private var bytes = 64 << 20
  /// Expressions, statements and macros inside one another, each of which takes memory of the stack.
  private var depth = 400
  /// Lists and mappings that are made with others inside: what is nested without an end could not be taken apart.
  private var nestings = 2000

  mutating func step(at offset: Int) throws {
    steps -= 1
    if steps < 0 { throw JinjaError(offset: offset, reason: "the template does not end within 2000000 steps") }
  }

  /// Accounts for a text before it is kept.
  mutating func make(_ count: Int, at offset: Int) throws {
    bytes -= min(count, 1 << 32)
    if bytes < 0 { throw JinjaError(offset: offset, reason: "the template makes more than 64 MiB of text") }
  }

  mutating func enter(at offset: Int) throws {
    depth -= 1
    if depth < 0 { throw JinjaError(offset: offset, reason: "the template calls itself deeper than 400") }
  }

  mutating func nest(_ values: some Sequence<JinjaValue>, at offset: Int) throws {
    let isNested = values.contains { value in
      switch value {
      case .list, .map: true
      default: false
      }
    }
    guard isNested else { return }
    nestings -= 1
    if nestings < 0 { throw JinjaError(offset: offset, reason: "the template makes more than 2000 lists of lists") }
  }

  mutating func leave() { depth += 1 }
}
