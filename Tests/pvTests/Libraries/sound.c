/* A right kernel: what each fault of faults.c is planted in. */
#include "pv_kernels.h"

int pv_kernels_version(void) { return PV_KERNELS_VERSION; }

int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)a[i] * b[i];
  *result = (float)sum;
  return PV_OK;
}
