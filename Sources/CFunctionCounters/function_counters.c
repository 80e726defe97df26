#include "function_counters.h"

#ifdef __linux__

/* The linker defines these for sections whose names are identifiers, where there are such sections. */
#define OPTIONAL __attribute__((weak, visibility("hidden")))
extern const unsigned char __start___llvm_prf_data[] OPTIONAL, __stop___llvm_prf_data[] OPTIONAL;
extern const uint64_t __start___llvm_prf_cnts[] OPTIONAL, __stop___llvm_prf_cnts[] OPTIONAL;

function_counters function_counters_here(void) {
  function_counters here = {
      __start___llvm_prf_data,
      (size_t)(__stop___llvm_prf_data - __start___llvm_prf_data),
      __start___llvm_prf_cnts,
      (size_t)(__stop___llvm_prf_cnts - __start___llvm_prf_cnts),
  };
  return here;
}

#else

function_counters function_counters_here(void) {
  function_counters nothing = {NULL, 0, NULL, 0};
  return nothing;
}

#endif
