import CBenchmarkBLAS
import Kernels

/// Matrix times matrix.
let matrixComparisons: [(String, @Sendable (String) -> Comparison)] = []
