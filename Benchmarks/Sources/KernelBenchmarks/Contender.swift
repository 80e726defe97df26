/// One side of a comparison: a name and the work to time.
struct Contender {
  let name: String
  /// How many threads it runs on.
  let threads: Int
  /// Does the work once.
  let body: () -> Void

  init(_ name: String, threads: Int = 1, _ body: @escaping () -> Void) {
    self.name = name
    self.threads = threads
    self.body = body
  }
}

/// Contenders that do the same work on the same data; the first is ours.
struct Comparison {
  /// What is computed, on which shape.
  let name: String
  /// The bytes that must move between memory and processor, or 0 where the limit is arithmetic.
  let bytes: Int
  /// The multiplications, for the rates of matrix products; else 0.
  let multiplications: Int
  let contenders: [Contender]
  /// What owns the memory that the work points into.
  private let owners: [AnyObject]

  init(_ name: String, bytes: Int = 0, multiplications: Int = 0, holding owners: [AnyObject], _ contenders: [Contender])
  {
    self.name = name
    self.bytes = bytes
    self.multiplications = multiplications
    self.contenders = contenders
    self.owners = owners
  }
}
