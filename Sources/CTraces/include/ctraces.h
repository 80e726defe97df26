#ifndef CTRACES_H
#define CTRACES_H

#include <stddef.h>
#include <stdint.h>

/// What one pass over two arrays finds.
typedef struct {
  /// Sums of (a - b)^2, a^2, b^2 and a * b in binary64.
  double squared_error, squares_a, squares_b, product;
  /// The largest bit pattern of |a - b| rounded to binary32; above 0x7f800000 if one is NaN.
  uint32_t largest_bits;
  /// The largest distance in the order of bit patterns, both zeros being one.
  uint32_t largest_ulps;
  /// How many elements have the same bits.
  uint32_t identical;
} ct_sweep;

/// Compares n elements; sums go to eight lanes, element i to lane i mod 8, and the lanes are added in order.
///
/// Numbers that are not finite make the sums not finite; the caller then takes the elements one by one.
void ct_sweep_f32(const float *a, const float *b, size_t n, ct_sweep *result);

/// The sum of squares alone, in the same order.
double ct_squares_f32(const float *a, size_t n);

#endif
