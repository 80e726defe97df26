import ContractKit

/// The outline of a contract: equations with invariants, falsifiers with checks, faults, gates.
enum DocumentSymbols {
  static let answer: Features.Feature = { server, parameters throws(ResponseError) in
    let document = try server.document(parameters)
    guard let file = document.readableFile, file.source?.bytes == document.bytes, let contract = file.contract else {
      return .value([])
    }
    let symbols = all(of: contract)
    guard server.capabilities.takesSymbolTrees else {
      return .value(
        .array(
          symbols.flatMap { [$0] + $0.children }.map { symbol in
            [
              "name": .string(symbol.name), "kind": .integer(symbol.kind),
              "location": DiagnosticText.location(document.path, symbol.range, document.lines, server),
            ]
          }))
    }
    return .value(.array(symbols.map { json($0, document.lines, server.encoding) }))
  }

  private struct Symbol {
    let name: String
    var detail = ""
    /// As the protocol numbers them.
    let kind: Int
    let range: Range<Int>
    let selection: Range<Int>
    var children: [Symbol] = []
  }

  private static func all(of contract: Contract) -> [Symbol] {
    let (function, property, method, number, event, constant) = (12, 7, 6, 16, 24, 14)
    var symbols = contract.equations.map { equation in
      Symbol(
        name: equation.id.value, detail: equation.formula?.value ?? "", kind: function,
        range: span(equation.id.range, equation.range), selection: equation.id.range.offsets,
        children: equation.invariants.map {
          Symbol(
            name: $0.id.value, detail: $0.statement.value, kind: property, range: span($0.id.range, $0.statement.range),
            selection: $0.id.range.offsets)
        })
    }
    symbols += contract.falsifiers.map { falsifier in
      Symbol(
        name: falsifier.id.value, detail: falsifier.rule?.value ?? "", kind: method,
        range: span(falsifier.id.range, falsifier.range), selection: falsifier.id.range.offsets,
        children: falsifier.checks.map {
          Symbol(
            name: $0.metric.value, detail: $0.demand, kind: number, range: span($0.metric.range, $0.range),
            selection: $0.metric.range.offsets)
        })
    }
    symbols += contract.faults.map {
      Symbol(
        name: $0.faultClass.value, detail: $0.mutants.map(\.value).joined(separator: ", "), kind: event,
        range: span($0.faultClass.range, $0.range), selection: $0.faultClass.range.offsets)
    }
    symbols += contract.gates.map {
      Symbol(name: $0.id.value, kind: constant, range: span($0.id.range, $0.range), selection: $0.id.range.offsets)
    }
    return symbols
  }

  private static func span(_ first: SourceRange, _ second: SourceRange) -> Range<Int> {
    min(first.start, second.start).offset..<max(first.offsets.upperBound, second.offsets.upperBound)
  }

  private static func json(_ symbol: Symbol, _ lines: LineTable, _ encoding: PositionEncoding) -> JSON {
    [
      "name": .string(symbol.name.isEmpty ? "?" : symbol.name), "detail": .string(symbol.detail),
      "kind": .integer(symbol.kind), "range": lines.range(of: symbol.range, encoding).json,
      "selectionRange": lines.range(of: symbol.selection, encoding).json,
      "children": .array(symbol.children.map { json($0, lines, encoding) }),
    ]
  }
}
