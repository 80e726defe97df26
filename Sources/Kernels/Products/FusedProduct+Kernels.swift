import CKernels

extension FusedProduct {
  /// The product of a format; nil where it has none.
  static func kernel(of format: BlockFormat) -> FusedKernel? {
    switch format {
    case .q2K: q2K
    case .q3K: q3K
    case .q4K: q4K
    case .q5K: q5K
    case .q6K: q6K
    case .iq4XS: iq4XS
    case .q4_0: q4_0
    case .q4_1: q4_1
    case .q5_0: q5_0
    case .q5_1: q5_1
    case .q8_0: q8_0
    case .iq4NL: iq4NL
    case .mxfp4: mxfp4
    default: nil
    }
  }

  private static let q2K = superBlocks(.q2K, superBlockRows(Q2KCodes.self))
  private static let q3K = superBlocks(.q3K, superBlockRows(Q3KCodes.self))
  static let q4K = superBlocks(.q4K, Q4KQ8K.rowsReference)
  private static let q5K = superBlocks(.q5K, superBlockRows(Q5KCodes.self))
  private static let q6K = superBlocks(.q6K, superBlockRows(Q6KCodes.self))
  private static let iq4XS = superBlocks(.iq4XS, superBlockRows(IQ4XSCodes.self))
  private static let q4_0 = smallBlocks(.q4_0, smallBlockRows(Q4_0Codes.self))
  private static let q4_1 = smallBlocks(.q4_1, smallBlockRows(Q4_1Codes.self))
  private static let q5_0 = smallBlocks(.q5_0, smallBlockRows(Q5_0Codes.self))
  private static let q5_1 = smallBlocks(.q5_1, smallBlockRows(Q5_1Codes.self))
  private static let q8_0 = smallBlocks(.q8_0, smallBlockRows(Q8_0Codes.self))
  private static let iq4NL = smallBlocks(.iq4NL, smallBlockRows(IQ4NLCodes.self))
  private static let mxfp4 = smallBlocks(.mxfp4, smallBlockRows(MXFP4Codes.self))

  private static func superBlocks(_ format: BlockFormat, _ reference: @escaping FusedKernel.Rows) -> FusedKernel {
    kernel(format, .q8K, blockSums: 16, reference)
  }

  private static func smallBlocks(_ format: BlockFormat, _ reference: @escaping FusedKernel.Rows) -> FusedKernel {
    kernel(format, .q8_0, blockSums: 1, reference)
  }

  private static func kernel(
    _ format: BlockFormat, _ activations: ActivationFormat, blockSums: Int, _ reference: @escaping FusedKernel.Rows
  ) -> FusedKernel {
    FusedKernel(
      activations: activations, blockWeights: format.blockWeights, blockBytes: format.blockBytes, blockSums: blockSums,
      table: ImplementationTable(scalar: FusedKernel.Path(rows: reference), paths(of: format)))
  }

  /// What CKernels has for a format.
  private static func paths(of format: BlockFormat) -> [(Implementation, FusedKernel.Path)] {
    Implementation.allCases.compactMap { implementation in
      guard let isa = implementation.isa else { return nil }
      let product = ck_product(format.rawValue, isa)
      guard let rows = product.rows else { return nil }
      var path = FusedKernel.Path { rows($0, $1, $2, $3, $4, $5, $6) }
      if let matMat = product.matmat { path.matMat = { matMat($0, $1, $2, $3, $4, $5, $6, $7, $8) } }
      return (implementation, path)
    }
  }
}
