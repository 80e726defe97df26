"""The versions of the recorder and of the metrics.

Sources: docs/metrics.md; docs/evidence-keys.md, "The key".
"""

RECORDER = 2

# By the name in contracts: the name in Swift, and the version.
METRICS = {
    "max_abs_error": (b"maxAbsError", 1),
    "max_rel_error": (b"maxRelError", 1),
    "max_ulps": (b"maxULPs", 1),
    "rms_error": (b"rmsError", 1),
    "nmse": (b"nmse", 1),
    "sqnr": (b"sqnr", 1),
    "relative_l1": (b"relativeL1", 1),
    "relative_l2": (b"relativeL2", 1),
    "cosine": (b"cosine", 1),
    "norm_ratio": (b"normRatio", 1),
    "kl_divergence": (b"klDivergence", 1),
    "bits_differing": (b"bitsDiffering", 1),
    "argmax_mismatches": (b"argmaxMismatches", 1),
    "top_k_mismatches": (b"countTopK", 1),
    "outside_bound": (b"countOutside", 1),
    "bound_ratio": (b"countOutside", 1),
    "ratio": (b"ratio", 1),
    "variants_differing": (b"countVariants", 1),
    "min": (b"min", 1),
    "max": (b"max", 1),
    "max_ratio": (b"maxRatio", 1),
    "sum": (b"sum", 1),
    "nan_count": (b"nanCount", 1),
    "inf_count": (b"infCount", 1),
    "non_finite_count": (b"nonFiniteCount", 1),
    "count": (b"count", 1),
    "bits": (b"bits", 1),
    "sha256": (b"sha256", 1),
}
