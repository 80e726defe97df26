#include "saxpy.h"

#include <stdexcept>

namespace {

__global__ void saxpyKernel(std::size_t n, float a, const float *x, float *y) {
  const std::size_t i = blockIdx.x * static_cast<std::size_t>(blockDim.x) + threadIdx.x;
  if (i < n) y[i] = fmaf(a, x[i], y[i]);
}

void check(cudaError_t status) {
  if (status != cudaSuccess) throw std::runtime_error(cudaGetErrorString(status));
}

// Memory of the device, freed at the end of its scope.
struct DeviceVector {
  explicit DeviceVector(const std::vector<float> &host) : bytes(host.size() * sizeof(float)) {
    check(cudaMalloc(&pointer, bytes));
    check(cudaMemcpy(pointer, host.data(), bytes, cudaMemcpyHostToDevice));
  }
  ~DeviceVector() { cudaFree(pointer); }
  DeviceVector(const DeviceVector &) = delete;
  DeviceVector &operator=(const DeviceVector &) = delete;

  std::size_t bytes;
  float *pointer = nullptr;
};

}  // namespace

std::vector<float> saxpy(float a, const std::vector<float> &x, const std::vector<float> &y) {
  const DeviceVector onDevice(x), result(y);
  const unsigned threads = 256, blocks = static_cast<unsigned>((x.size() + threads - 1) / threads);
  saxpyKernel<<<blocks, threads>>>(x.size(), a, onDevice.pointer, result.pointer);
  check(cudaGetLastError());
  std::vector<float> z(y.size());
  check(cudaMemcpy(z.data(), result.pointer, result.bytes, cudaMemcpyDeviceToHost));
  return z;
}
