import Models

/// Two tensors of which one stands in a GGUF file and the other does not, made comparable.
struct ConvertedPair {
  let a, b: Tensor
  /// What was done; nil where nothing had to be.
  let note: String?

  /// - Parameter name: the GGUF name of both.
  init(_ a: Tensor, of left: Compared, _ b: Tensor, of right: Compared, name: String) throws {
    var (x, y) = (a, b)
    var note: String?
    // Two GGUF files, or none, have the same conventions.
    if (left.convention == nil) != (right.convention == nil) {
      let side = left.convention == nil ? right : left
      switch side.convention!.change(of: name) {
      case .none: break
      case .neighbors(let heads):
        if left.convention != nil {
          x = try a.halvesApart(heads: heads) ?? a
        } else {
          y = try b.halvesApart(heads: heads) ?? b
        }
        note =
          "\(side.path) has the rows of query and key in the order of rotary neighbors, as llama.cpp's converter leaves "
          + "them: they were compared in the order of transformers"
      case .oneAdded:
        if left.convention != nil { y = try b.oneAdded() } else { x = try a.oneAdded() }
        note =
          "\(side.path) has 1 added to the weights of norms, as llama.cpp's converter leaves them: 1 was added on the "
          + "other side, too"
      }
    }
    (self.a, self.b, self.note) = (x, y, note)
  }
}
