/* A kernel that takes subnormal numbers for zeros, as XLA's and many on GPUs do: small inputs and small products are lost, and
 * are read all the same. */
#include <float.h>
#include <math.h>

#include "pv_kernels.h"

int pv_kernels_version(void) { return PV_KERNELS_VERSION; }

static float flushed(float value) { return fabsf(value) < FLT_MIN ? 0 : value; }

int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += flushed(flushed(a[i]) * flushed(b[i]));
  *result = flushed((float)sum);
  return PV_OK;
}
