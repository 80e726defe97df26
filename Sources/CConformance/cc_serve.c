#define _GNU_SOURCE
#include "include/cconformance.h"
#include "include/pv_kernels.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fenv.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

static const char *const symbols[CC_OPERATIONS] = {
    "pv_dot_f32", "pv_matvec_f32", "pv_dequantize", "pv_product_q8_k", "pv_product_q8_0", "pv_quantize_q8_k",
    "pv_quantize_q8_k_published", "pv_quantize_q8_0", "pv_attention_decode_f32", "pv_attention_prefill_f32",
    "pv_softmax_f32", "pv_exp_f32", "pv_silu_f32", "pv_gelu_f32", "pv_swiglu_f32", "pv_geglu_f32", "pv_rmsnorm_f32",
    "pv_layernorm_f32", "pv_rope_f32",
};

const char *cc_symbol(int operation) { return symbols[operation]; }

typedef void (*function)(void);
static function functions[CC_OPERATIONS];
static char *memory;
static int reply_descriptor;

/* MARK: The floating-point environment */

static unsigned environment(void) {
  unsigned found = fegetround() == FE_TONEAREST ? 0 : CC_ROUNDING;
#if defined(__x86_64__)
  unsigned control = __builtin_ia32_stmxcsr();
  if (control & 0x6000) found |= CC_ROUNDING;
  if (control & 0x8040) found |= CC_FLUSHING;
  if ((control & 0x1f80) != 0x1f80) found |= CC_MASKS;
#elif defined(__aarch64__)
  unsigned long control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  if (control & (3ul << 22)) found |= CC_ROUNDING;
  if (control & ((1ul << 24) | (1ul << 19) | 1ul)) found |= CC_FLUSHING;
#endif
  return found;
}

/* The next call is to find what this one found. */
static void restore_environment(void) { fesetenv(FE_DFL_ENV); }

/* MARK: Threads */

/* The threads of this process; 0 where they cannot be counted. */
static int thread_count(void) {
  int count = 0;
  DIR *tasks = opendir("/proc/self/task");
  if (tasks == NULL) return 0;
  for (struct dirent *each = readdir(tasks); each != NULL; each = readdir(tasks)) count += each->d_name[0] != '.';
  closedir(tasks);
  return count;
}

/* MARK: Signals */

static void report_signal(int number, siginfo_t *info, void *context) {
  (void)context;
  struct cc_reply reply = {.signal = number, .fault = -1};
  if (number == SIGSEGV || number == SIGBUS) {
    const char *address = info->si_addr;
    if (memory != NULL && address >= memory && address < memory + cc_memory_bytes()) reply.fault = address - memory;
  }
  cc_write(reply_descriptor, &reply, sizeof reply);
  _exit(128 + number);
}

/* Libraries that put handlers of their own in the place of these are still seen to end. */
static void watch_signals(void) {
  static char stack[1 << 16];
  stack_t other = {.ss_sp = stack, .ss_size = sizeof stack};
  sigaltstack(&other, NULL);
  struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
  action.sa_sigaction = report_signal;
  const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTRAP, SIGSYS};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}

/* MARK: Calls */

static int call(const struct cc_request *r) {
  function f = functions[r->operation];
  const int64_t *n = r->integers;
  char *p[CC_SLOTS];
  for (int i = 0; i < CC_SLOTS; i++) p[i] = memory + r->offsets[i];
#define F(i) ((float *)(void *)p[i])
#define B(i) ((int8_t *)(void *)p[i])
#define H(i) ((int16_t *)(void *)p[i])
  switch (r->operation) {
    case CC_DOT: return ((__typeof__(&pv_dot_f32))f)((size_t)n[0], F(0), F(1), F(2));
    case CC_MATVEC:
      return ((__typeof__(&pv_matvec_f32))f)((size_t)n[0], (size_t)n[1], F(0), F(1), F(2), (int)n[2]);
    case CC_DEQUANTIZE: return ((__typeof__(&pv_dequantize))f)((int)n[0], (size_t)n[1], p[0], F(1));
    case CC_PRODUCT_Q8_K:
    case CC_PRODUCT_Q8_0:
      return ((__typeof__(&pv_product_q8_k))f)(
          (int)n[0], (size_t)n[1], (size_t)n[2], (size_t)n[3], p[0], F(1), B(2), H(3), F(4), (int)n[4]);
    case CC_QUANTIZE_Q8_K:
    case CC_QUANTIZE_Q8_K_PUBLISHED:
    case CC_QUANTIZE_Q8_0:
      return ((__typeof__(&pv_quantize_q8_k))f)((size_t)n[0], F(0), F(1), B(2), H(3));
    case CC_ATTENTION_DECODE:
      return ((__typeof__(&pv_attention_decode_f32))f)(
          (size_t)n[0], (size_t)n[1], (size_t)n[2], (size_t)n[3], F(0), F(1), F(2), F(3), (int)n[4]);
    case CC_ATTENTION_PREFILL:
      return ((__typeof__(&pv_attention_prefill_f32))f)(
          (size_t)n[0], (size_t)n[1], (size_t)n[2], (size_t)n[3], (size_t)n[4], F(0), F(1), F(2), F(3), (int)n[5]);
    case CC_SOFTMAX: return ((__typeof__(&pv_softmax_f32))f)((size_t)n[0], (size_t)n[1], F(0), F(1));
    case CC_EXP:
    case CC_SILU:
    case CC_GELU: return ((__typeof__(&pv_exp_f32))f)((size_t)n[0], F(0), F(1));
    case CC_SWIGLU:
    case CC_GEGLU: return ((__typeof__(&pv_swiglu_f32))f)((size_t)n[0], F(0), F(1), F(2));
    case CC_RMSNORM:
      return ((__typeof__(&pv_rmsnorm_f32))f)((size_t)n[0], (size_t)n[1], F(0), F(1), (float)r->real, F(2));
    case CC_LAYERNORM:
      return ((__typeof__(&pv_layernorm_f32))f)(
          (size_t)n[0], (size_t)n[1], F(0), F(1), F(2), (float)r->real, F(3));
    case CC_ROPE:
      return ((__typeof__(&pv_rope_f32))f)(
          (size_t)n[0], (size_t)n[1], (size_t)n[2], (size_t)n[3], r->real, (int)n[4], F(0), F(1));
    default: return PV_FAILED;
  }
}

static struct cc_reply answer(const struct cc_request *request) {
  struct cc_reply reply = {.fault = -1};
  if (request->counts_threads) reply.threads_before = thread_count();
  restore_environment();
  reply.status = call(request);
  reply.environment = (int32_t)environment();
  restore_environment();
  if (request->counts_threads) reply.threads_after = thread_count();
  return reply;
}

/* MARK: Loading */

static struct cc_hello load(const char *path) {
  struct cc_hello hello = {.loading = CC_NOT_LOADED};
  void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    const char *reason = dlerror();
    snprintf(hello.text, sizeof hello.text, "%s", reason != NULL ? reason : "no reason was given");
    return hello;
  }
  int (*version)(void) = (int (*)(void))dlsym(library, "pv_kernels_version");
  hello.loading = version != NULL ? CC_LOADED : CC_NO_VERSION;
  if (version != NULL) hello.version = version();
  for (int i = 0; i < CC_OPERATIONS; i++) {
    functions[i] = (function)dlsym(library, symbols[i]);
    if (functions[i] != NULL) hello.exported |= (uint64_t)1 << i;
  }
  return hello;
}

static int map_memory(int descriptor) {
  char *start = mmap(NULL, cc_memory_bytes(), PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0);
  if (start == MAP_FAILED) return -1;
  for (int slot = 0; slot <= CC_SLOTS; slot++) {
    if (mprotect(start + cc_slot_offset(slot) - cc_page_bytes(), cc_page_bytes(), PROT_NONE) != 0) return -1;
  }
  memory = start;
  return 0;
}

/* What a library prints is no report. */
static void silence(void) {
  int nothing = open("/dev/null", O_RDWR);
  for (int descriptor = 0; descriptor <= 2; descriptor++) dup2(nothing, descriptor);
  close(nothing);
}

int cc_serve(const char *library, int requests, int replies, int memory_descriptor) {
  reply_descriptor = replies;
  signal(SIGPIPE, SIG_IGN);
#ifdef __linux__
  /* A call that never returns does not outlive who asked for it. */
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
  struct cc_hello hello;
  if (map_memory(memory_descriptor) != 0) {
    hello = (struct cc_hello){.loading = CC_NOT_LOADED};
    snprintf(hello.text, sizeof hello.text, "no memory can be shared: %s", strerror(errno));
  } else {
    close(memory_descriptor);
    silence();
    hello = load(library);
  }
  if (!cc_write(replies, &hello, sizeof hello)) return 1;
  if (hello.loading != CC_LOADED) return 1;
  watch_signals();
  struct cc_request request;
  while (cc_read(requests, &request, sizeof request, 1 << 30) == 1) {
    if (request.operation < 0 || request.operation >= CC_OPERATIONS || functions[request.operation] == NULL) return 1;
    struct cc_reply reply = answer(&request);
    if (!cc_write(replies, &reply, sizeof reply)) return 0;
  }
  /* Destructors of a library, and threads that it left, are nobody's any more. */
  _exit(0);
}
