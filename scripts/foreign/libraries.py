"""Which libraries the page has, from which packages, and which it has not."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Library:
    """A library of the page.

    ``packages`` are those of PyPI, with versions; ``debian`` is a Debian package in place of them. ``source`` is a file
    beside this one that puts the library behind pv_kernels.h, compiled with ``flags`` and linked with ``shared``:
    patterns below the folder of packages, or paths. Without it the function ``of_NAME`` of kernels.py has its kernels.
    ``contracts`` are those that it is tried on, where not all. ``remark`` stands beside the packages on the page.
    """

    title: str
    packages: tuple[str, ...] = ()
    debian: str | None = None
    source: str | None = None
    shared: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    remark: str | None = None


NUMPY = "numpy==2.4.6"

LIBRARIES = {
    "ggml": Library(
        "ggml, in llama-cpp-python",
        ("llama-cpp-python==0.3.36",),
        source="ggml.c",
        shared=("llama_cpp/lib/libggml-cpu.so", "llama_cpp/lib/libggml-base.so"),
        remark="which pip compiles, for the processor below",
    ),
    "jax": Library(
        "JAX",
        ("jax==0.10.2", "jaxlib==0.10.2", "scipy==1.17.1", "ml_dtypes==0.6.0", NUMPY),
        remark="each function compiled by `jax.jit`",
    ),
    "mlx": Library("MLX", ("mlx==0.32.4", "mlx-cpu==0.32.4", NUMPY)),
    "numpy": Library("NumPy", (NUMPY,)),
    "numpy-openblas": Library(
        "OpenBLAS, in NumPy's wheel",
        (NUMPY,),
        source="openblas.c",
        shared=("numpy.libs/libscipy_openblas64_-*.so",),
        flags=(
            "-DINTEGER=int64_t",
            "-DSDOT=scipy_cblas_sdot64_",
            "-DSGEMV=scipy_cblas_sgemv64_",
            "-DSET_THREADS=scipy_openblas_set_num_threads64_",
        ),
    ),
    "onnxruntime": Library("ONNX Runtime", ("onnxruntime==1.32.0", "onnx==1.23.2", NUMPY)),
    "openblas": Library(
        "OpenBLAS, Debian's",
        debian="libopenblas0-pthread=0.3.21+ds-4",
        source="openblas.c",
        shared=("/usr/lib/x86_64-linux-gnu/openblas-pthread/libopenblas.so.0",),
        flags=("-DINTEGER=int", "-DSDOT=cblas_sdot", "-DSGEMV=cblas_sgemv", "-DSET_THREADS=openblas_set_num_threads"),
    ),
    "openvino": Library("OpenVINO", ("openvino==2026.4.1", NUMPY)),
    "torch": Library("PyTorch", ("torch==2.13.0", NUMPY)),
}

#: Where nothing was tried, and why.
NOT_JUDGED: dict[str, str] = {}
