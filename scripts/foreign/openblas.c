/* OpenBLAS behind pv_kernels.h. SDOT and SGEMV are its names for the functions, which builds decorate; INTEGER its
 * integer; SET_THREADS what sets the number of threads. */
#include "pv_kernels.h"

float SDOT(INTEGER n, const float *x, INTEGER step_x, const float *y, INTEGER step_y);
void SGEMV(
    int order, int transpose, INTEGER rows, INTEGER columns, float alpha, const float *a, INTEGER leading,
    const float *x, INTEGER step_x, float beta, float *y, INTEGER step_y);
void SET_THREADS(int threads);

enum { ROW_MAJOR = 101, NO_TRANSPOSE = 111 };

int pv_kernels_version(void) { return PV_KERNELS_VERSION; }

int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
  *result = SDOT((INTEGER)n, a, 1, b, 1);
  return PV_OK;
}

int pv_matvec_f32(size_t rows, size_t columns, const float *weights, const float *x, float *y, int threads) {
  SET_THREADS(threads);
  /* BLAS asks for a leading dimension of one at least, and leaves y as it is where there are no columns. */
  for (size_t i = 0; columns == 0 && i < rows; i++) y[i] = 0;
  const INTEGER leading = columns > 0 ? (INTEGER)columns : 1;
  SGEMV(ROW_MAJOR, NO_TRANSPOSE, (INTEGER)rows, (INTEGER)columns, 1, weights, leading, x, 1, 0, y, 1);
  return PV_OK;
}
