#pragma once

#include <cstddef>
#include <vector>

/// The product of a matrix and a vector of binary32 numbers.
///
/// @param weights  the rows of the matrix, one behind the other; each has as many elements as `x`
std::vector<float> matvec(const std::vector<float> &weights, const std::vector<float> &x);
