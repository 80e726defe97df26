/// What a rule sees that is about names: the outline of one contract, and the others given.
struct NameContext {
  /// The contract as it was meant, as far as the outline has it.
  let contract: Contract
  let outline: ContractOutline
  let index: ContractIndex
  /// The file's place among those that are judged.
  let position: Int
}
