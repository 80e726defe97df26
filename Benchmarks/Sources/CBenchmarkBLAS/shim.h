#if __has_include(<cblas.h>)
#include <cblas.h>
#else
#error "OpenBLAS is not installed: sudo apt-get install libopenblas-dev pkg-config (macOS: brew install openblas pkg-config)"
#endif
