/// What a rule sees that is about names: the outline of one contract, and the others given.
package struct NameContext {
  /// The contract as it was meant, as far as the outline has it.
  package let contract: Contract
  /// Those of all its falsifiers; the outline has only those that use what `pv/1` adds.
  package let falsifierIDs: [Located<String>]
  package let outline: ContractOutline
  package let index: ContractIndex
  /// The file's place among those that are judged.
  package let position: Int

  package init(
    contract: Contract, falsifierIDs: [Located<String>], outline: ContractOutline, index: ContractIndex, position: Int
  ) {
    (self.contract, self.falsifierIDs) = (contract, falsifierIDs)
    (self.outline, self.index, self.position) = (outline, index, position)
  }
}
