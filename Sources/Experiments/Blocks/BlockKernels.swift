import Kernels

/// The kernel that the claims on every type of blocks are about.
enum BlockKernels {
  @TaskLocal static var dequantize: @Sendable (BlockFormat, [UInt8]) throws -> [Float] = { try $0.dequantize($1) }
}
