import CKernels

/// The table of formats that have a product.
extension FusedProduct {
  /// The product of a format; nil where it has none.
  static func kernel(of format: BlockFormat) -> FusedKernel? {
    switch format {
    case .q4K: q4K
    case .q2K: q2K
    case .q3K: q3K
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
    case .iq2XXS, .iq2XS, .iq3XXS, .iq1S, .iq3S, .iq2S, .iq1M, .tq1_0, .tq2_0, .nvfp4, .q1_0: nil
    }
  }

  private typealias Path = FusedKernel.Path
  private typealias Rows = FusedKernel.Rows

  private static func superBlocks(
    _ bytes: Int, _ reference: @escaping Rows, _ paths: KeyValuePairs<Implementation, Path>
  ) -> FusedKernel {
    FusedKernel(
      activations: .q8K, blockWeights: 256, blockBytes: bytes, blockSums: 16,
      table: ImplementationTable(scalar: Path(rows: reference), paths))
  }

  private static func superBlocks<Codes: SuperBlockCodes>(
    _ codes: Codes.Type, _ paths: KeyValuePairs<Implementation, Path>
  ) -> FusedKernel {
    superBlocks(Codes.bytes, superBlockRows(codes), paths)
  }

  private static func smallBlocks<Codes: SmallBlockCodes>(
    _ codes: Codes.Type, _ paths: KeyValuePairs<Implementation, Path>
  ) -> FusedKernel {
    FusedKernel(
      activations: .q8_0, blockWeights: 32, blockBytes: Codes.bytes, blockSums: 1,
      table: ImplementationTable(scalar: Path(rows: smallBlockRows(codes)), paths))
  }

  #if arch(x86_64)
    private typealias MatMat = FusedKernel.MatMat

    /// The paths of x86-64.
    private static func paths(
      _ avx2: @escaping Rows, _ avx512: @escaping Rows, _ vnni: @escaping Rows, _ matMat: @escaping MatMat
    ) -> KeyValuePairs<Implementation, Path> {
      [
        .avx2: Path(rows: avx2), .avx512: Path(rows: avx512), .avx512vnni: Path(rows: vnni, matMat: matMat),
      ]
    }

    static let q4K = superBlocks(
      Q4K.blockBytes, Q4KQ8K.rowsReference,
      paths(
        ck_q4kq8k_rows_avx2, ck_q4kq8k_rows_avx512, ck_q4kq8k_rows_avx512vnni, ck_q4kq8k_matmat_avx512vnni))
    private static let q2K = superBlocks(
      Q2KCodes.self,
      paths(ck_q2k_rows_avx2, ck_q2k_rows_avx512, ck_q2k_rows_avx512vnni, ck_q2k_matmat_avx512vnni))
    private static let q3K = superBlocks(
      Q3KCodes.self,
      paths(ck_q3k_rows_avx2, ck_q3k_rows_avx512, ck_q3k_rows_avx512vnni, ck_q3k_matmat_avx512vnni))
    private static let q5K = superBlocks(
      Q5KCodes.self,
      paths(ck_q5k_rows_avx2, ck_q5k_rows_avx512, ck_q5k_rows_avx512vnni, ck_q5k_matmat_avx512vnni))
    private static let q6K = superBlocks(
      Q6KCodes.self,
      paths(ck_q6k_rows_avx2, ck_q6k_rows_avx512, ck_q6k_rows_avx512vnni, ck_q6k_matmat_avx512vnni))
    private static let iq4XS = superBlocks(
      IQ4XSCodes.self,
      paths(ck_iq4xs_rows_avx2, ck_iq4xs_rows_avx512, ck_iq4xs_rows_avx512vnni, ck_iq4xs_matmat_avx512vnni))
    private static let q4_0 = smallBlocks(
      Q4_0Codes.self,
      paths(ck_q4_0_rows_avx2, ck_q4_0_rows_avx512, ck_q4_0_rows_avx512vnni, ck_q4_0_matmat_avx512vnni))
    private static let q4_1 = smallBlocks(
      Q4_1Codes.self,
      paths(ck_q4_1_rows_avx2, ck_q4_1_rows_avx512, ck_q4_1_rows_avx512vnni, ck_q4_1_matmat_avx512vnni))
    private static let q5_0 = smallBlocks(
      Q5_0Codes.self,
      paths(ck_q5_0_rows_avx2, ck_q5_0_rows_avx512, ck_q5_0_rows_avx512vnni, ck_q5_0_matmat_avx512vnni))
    private static let q5_1 = smallBlocks(
      Q5_1Codes.self,
      paths(ck_q5_1_rows_avx2, ck_q5_1_rows_avx512, ck_q5_1_rows_avx512vnni, ck_q5_1_matmat_avx512vnni))
    private static let q8_0 = smallBlocks(
      Q8_0Codes.self,
      paths(ck_q8_0_rows_avx2, ck_q8_0_rows_avx512, ck_q8_0_rows_avx512vnni, ck_q8_0_matmat_avx512vnni))
    private static let iq4NL = smallBlocks(
      IQ4NLCodes.self,
      paths(ck_iq4nl_rows_avx2, ck_iq4nl_rows_avx512, ck_iq4nl_rows_avx512vnni, ck_iq4nl_matmat_avx512vnni))
    private static let mxfp4 = smallBlocks(
      MXFP4Codes.self,
      paths(ck_mxfp4_rows_avx2, ck_mxfp4_rows_avx512, ck_mxfp4_rows_avx512vnni, ck_mxfp4_matmat_avx512vnni))
  #elseif arch(arm64)
    static let q4K = superBlocks(
      Q4K.blockBytes, Q4KQ8K.rowsReference, [.neon: Path(rows: ck_q4kq8k_rows_neon)])
    private static let q2K = superBlocks(Q2KCodes.self, [.neon: Path(rows: ck_q2k_rows_neon)])
    private static let q3K = superBlocks(Q3KCodes.self, [.neon: Path(rows: ck_q3k_rows_neon)])
    private static let q5K = superBlocks(Q5KCodes.self, [.neon: Path(rows: ck_q5k_rows_neon)])
    private static let q6K = superBlocks(Q6KCodes.self, [.neon: Path(rows: ck_q6k_rows_neon)])
    private static let iq4XS = superBlocks(IQ4XSCodes.self, [.neon: Path(rows: ck_iq4xs_rows_neon)])
    private static let q4_0 = smallBlocks(Q4_0Codes.self, [.neon: Path(rows: ck_q4_0_rows_neon)])
    private static let q4_1 = smallBlocks(Q4_1Codes.self, [.neon: Path(rows: ck_q4_1_rows_neon)])
    private static let q5_0 = smallBlocks(Q5_0Codes.self, [.neon: Path(rows: ck_q5_0_rows_neon)])
    private static let q5_1 = smallBlocks(Q5_1Codes.self, [.neon: Path(rows: ck_q5_1_rows_neon)])
    private static let q8_0 = smallBlocks(Q8_0Codes.self, [.neon: Path(rows: ck_q8_0_rows_neon)])
    private static let iq4NL = smallBlocks(IQ4NLCodes.self, [.neon: Path(rows: ck_iq4nl_rows_neon)])
    private static let mxfp4 = smallBlocks(MXFP4Codes.self, [.neon: Path(rows: ck_mxfp4_rows_neon)])
  #else
    static let q4K = superBlocks(Q4K.blockBytes, Q4KQ8K.rowsReference, [:])
    private static let q2K = superBlocks(Q2KCodes.self, [:])
    private static let q3K = superBlocks(Q3KCodes.self, [:])
    private static let q5K = superBlocks(Q5KCodes.self, [:])
    private static let q6K = superBlocks(Q6KCodes.self, [:])
    private static let iq4XS = superBlocks(IQ4XSCodes.self, [:])
    private static let q4_0 = smallBlocks(Q4_0Codes.self, [:])
    private static let q4_1 = smallBlocks(Q4_1Codes.self, [:])
    private static let q5_0 = smallBlocks(Q5_0Codes.self, [:])
    private static let q5_1 = smallBlocks(Q5_1Codes.self, [:])
    private static let q8_0 = smallBlocks(Q8_0Codes.self, [:])
    private static let iq4NL = smallBlocks(IQ4NLCodes.self, [:])
    private static let mxfp4 = smallBlocks(MXFP4Codes.self, [:])
  #endif
}
