/// What a number in prose points at, as it is written behind `pv:`. See docs/prose-numbers.md.
indirect enum ProsePointer {
  /// `[[CONTRACT#]FALSIFIER/]METRIC[@MUTANT]`.
  case measurement(contract: String?, falsifier: String, metric: String, mutant: String?)
  /// `[CONTRACT#]count/NOUN`.
  case count(contract: String?, noun: String)
  /// `FILE.json#STAGE.STATISTIC`.
  case trace(file: String, stage: String, statistic: String)
  /// `POINTER:POINTER`: the first over the second.
  case ratio(ProsePointer, ProsePointer)

  /// Reads a pointer; nil where it has no such form.
  ///
  /// - Parameter own: the contract and the falsifier whose text it stands in.
  init?(_ text: String, own: (contract: String, falsifier: String)?) {
    let operands = text.split(separator: ":", omittingEmptySubsequences: false)
    if operands.count == 2 {
      guard let first = ProsePointer(String(operands[0]), own: own),
        let second = ProsePointer(String(operands[1]), own: own)
      else { return nil }
      self = .ratio(first, second)
      return
    }
    let halves = text.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
    guard operands.count == 1, halves.count <= 2, !halves.contains("") else { return nil }
    if halves.count == 2, halves[0].hasSuffix(".json") {
      let parts = halves[1].split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, !parts.contains("") else { return nil }
      self = .trace(file: halves[0], stage: parts[0], statistic: parts[1])
      return
    }
    let contract = halves.count == 2 ? halves[0] : nil
    let names = halves[halves.count - 1].split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    let value = names[names.count - 1].split(separator: "@", omittingEmptySubsequences: false).map(String.init)
    guard names.count <= 2, value.count <= 2, !names.contains(""), !value.contains("") else { return nil }
    let mutant = value.count == 2 ? value[1] : nil
    if names.count == 2, names[0] == "count", mutant == nil {
      self = .count(contract: contract, noun: names[1])
    } else if names.count == 2 {
      self = .measurement(contract: contract, falsifier: names[0], metric: value[0], mutant: mutant)
    } else if let own, contract == nil {
      self = .measurement(contract: own.contract, falsifier: own.falsifier, metric: value[0], mutant: mutant)
    } else {
      return nil
    }
  }
}
