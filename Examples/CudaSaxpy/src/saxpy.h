#pragma once

#include <vector>

/// a * x[i] + y[i] for every i, each rounded once, on the current CUDA device; x and y have the same length.
///
/// Throws std::runtime_error with CUDA's words where the device cannot do it.
std::vector<float> saxpy(float a, const std::vector<float> &x, const std::vector<float> &y);
