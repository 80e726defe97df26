/// What a rule sees that is about names: the outline of one contract, and the others given.
package struct NameContext {
  /// The contract as it was meant, as far as the outline has it.
  package let contract: Contract
  package let outline: ContractOutline
  package let index: ContractIndex
  /// The file's place among those that are judged.
  package let position: Int

  package init(contract: Contract, outline: ContractOutline, index: ContractIndex, position: Int) {
    (self.contract, self.outline, self.index, self.position) = (contract, outline, index, position)
  }
}
