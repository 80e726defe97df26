"""Root-mean-square normalization with NumPy."""

from rmsnorm.kernel import rms_norm

__all__ = ["rms_norm"]
