/* Python callables behind pv_kernels.h: each call is sent to the Python process, and its answer written to the arrays.
 *
 * `pv conform` loads this library in a child of its own, as it loads any other, so that poison, time limits and
 * everything it repeats stay as they are. The callables cannot be there: they are closures over models, sessions and
 * devices that exist in one Python process alone. So they stay in it, and a call comes to them through a socket of that
 * process, which PV_FALSIFY_SOCKET names. Arrays go through it as bytes: what a call costs is the interpreter, not the
 * copy, and a crash of the callable is not to depend on where pv has its guard pages.
 *
 * conformance.py reads and writes the same structures. Both ends are one machine, and of one version. */
#include "pv_kernels.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

/* The end of the process when the other side is gone, which conformance.py puts into words. */
enum { CALLABLE_GONE = 112 };
enum { ARRAYS = 8, INTEGERS = 8 };

/* In the order of the header; conformance.py counts likewise. */
enum operation {
  DOT, MATVEC, DEQUANTIZE, PRODUCT_Q8_K, PRODUCT_Q8_0, QUANTIZE_Q8_K, QUANTIZE_Q8_K_PUBLISHED, QUANTIZE_Q8_0,
  ATTENTION_DECODE, ATTENTION_PREFILL, SOFTMAX, EXP, SILU, GELU, SWIGLU, GEGLU, RMSNORM, LAYERNORM, ROPE
};

struct request {
  int32_t operation;
  int32_t inputs;
  int64_t integers[INTEGERS];
  double real;
  uint64_t bytes[ARRAYS];
  /* Addresses of the inputs modulo 64: the callable gets its arrays at such ones, too. */
  uint64_t places[ARRAYS];
};

struct answer {
  int32_t status;
  /* A bit for each input that the callable changed: those come back, before the outputs. */
  uint32_t changed;
  /* What it left in the register of the floating-point environment. */
  uint64_t environment;
};

/* MARK: The floating-point environment, which the Python side asks for through this library as well */

/* The control bits of this thread; 0 on processors that this file does not know. */
uint64_t pv_callables_environment(void) {
#if defined(__x86_64__)
  return _mm_getcsr() & ~0x3fu;
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  return control;
#else
  return 0;
#endif
}

void pv_callables_set_environment(uint64_t control) {
#if defined(__x86_64__)
  _mm_setcsr((unsigned)control);
#elif defined(__aarch64__)
  __asm__ volatile("msr fpcr, %0" : : "r"(control));
#else
  (void)control;
#endif
}

/* MARK: The connection */

static int connection = -1;

static void gone(void) { _exit(CALLABLE_GONE); }

/* pv has SIGPIPE ignored in this process. */
static void send_all(const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t done = write(connection, next, count);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) gone();
    next += done;
    count -= (size_t)done;
  }
}

static void receive_all(void *bytes, size_t count) {
  char *next = bytes;
  while (count > 0) {
    ssize_t got = read(connection, next, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) gone();
    next += got;
    count -= (size_t)got;
  }
}

/* Connects, and waits until the other side has its callables; 0 where nobody is there. */
static int connect_once(void) {
  if (connection >= 0) return 1;
  const char *path = getenv("PV_FALSIFY_SOCKET");
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  if (path == NULL || strlen(path) >= sizeof address.sun_path) return 0;
  strcpy(address.sun_path, path);
  int made = socket(AF_UNIX, SOCK_STREAM, 0);
  char ready;
  if (made < 0 || connect(made, (struct sockaddr *)&address, sizeof address) != 0 || read(made, &ready, 1) != 1) {
    if (made >= 0) close(made);
    return 0;
  }
  connection = made;
  return 1;
}

/* MARK: One call */

struct array {
  const void *bytes;
  size_t count;
};

#define ARRAY(pointer, elements) {(pointer), (elements) * sizeof *(pointer)}
#define BYTES(pointer, count) {(pointer), (count)}

static int forward(
    enum operation operation, const int64_t *integers, size_t count, double real, const struct array *inputs,
    size_t input_count, const struct array *outputs, size_t output_count) {
  struct request request = {.operation = (int32_t)operation, .inputs = (int32_t)input_count, .real = real};
  memcpy(request.integers, integers, count * sizeof *integers);
  for (size_t i = 0; i < input_count; i++) {
    request.bytes[i] = inputs[i].count;
    request.places[i] = (uint64_t)(uintptr_t)inputs[i].bytes & 63;
  }
  if (!connect_once()) gone();
  send_all(&request, sizeof request);
  for (size_t i = 0; i < input_count; i++) send_all(inputs[i].bytes, inputs[i].count);

  struct answer answer;
  receive_all(&answer, sizeof answer);
  /* What the callable did to its copy of an input is done to the input, where pv looks for it. */
  for (size_t i = 0; i < input_count; i++) {
    if (answer.changed >> i & 1) receive_all((void *)inputs[i].bytes, inputs[i].count);
  }
  if (answer.status == PV_OK) {
    for (size_t i = 0; i < output_count; i++) receive_all((void *)outputs[i].bytes, outputs[i].count);
  }
  pv_callables_set_environment(answer.environment);
  return answer.status;
}

#define COUNT(array) (sizeof(array) / sizeof *(array))
/* `integers`, `inputs` and `outputs` are those of the function that says it. */
#define FORWARD(operation, real)                                                                    \
  return forward(                                                                                   \
      (operation), integers, COUNT(integers), (real), inputs, COUNT(inputs), outputs, COUNT(outputs))

/* Weights and bytes of a block; 0 bytes for a type that this file does not know. */
static size_t block_bytes(int type, size_t *weights) {
  *weights = 256;
  switch (type) {
    case PV_Q4_0: return *weights = 32, 18;
    case PV_Q4_1: return *weights = 32, 20;
    case PV_Q5_0: return *weights = 32, 22;
    case PV_Q5_1: return *weights = 32, 24;
    case PV_Q8_0: return *weights = 32, 34;
    case PV_Q2_K: return 84;
    case PV_Q3_K: return 110;
    case PV_Q4_K: return 144;
    case PV_Q5_K: return 176;
    case PV_Q6_K: return 210;
    case PV_IQ2_XXS: return 66;
    case PV_IQ2_XS: return 74;
    case PV_IQ3_XXS: return 98;
    case PV_IQ1_S: return 50;
    case PV_IQ4_NL: return *weights = 32, 18;
    case PV_IQ3_S: return 110;
    case PV_IQ2_S: return 82;
    case PV_IQ4_XS: return 136;
    case PV_IQ1_M: return 56;
    case PV_TQ1_0: return 54;
    case PV_TQ2_0: return 66;
    case PV_MXFP4: return *weights = 32, 17;
    case PV_NVFP4: return *weights = 64, 36;
    case PV_Q1_0: return *weights = 128, 18;
    default: return 0;
  }
}

/* MARK: The functions of the header */

/* Loading has more time than a call: what Python imports, it imports now. Without a Python process each call fails. */
int pv_kernels_version(void) {
  connect_once();
  return PV_KERNELS_VERSION;
}

int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
  const int64_t integers[] = {(int64_t)n};
  const struct array inputs[] = {ARRAY(a, n), ARRAY(b, n)}, outputs[] = {ARRAY(result, 1)};
  FORWARD(DOT, 0);
}

int pv_matvec_f32(size_t rows, size_t columns, const float *weights, const float *x, float *y, int threads) {
  const int64_t integers[] = {(int64_t)rows, (int64_t)columns, threads};
  const struct array inputs[] = {ARRAY(weights, rows * columns), ARRAY(x, columns)}, outputs[] = {ARRAY(y, rows)};
  FORWARD(MATVEC, 0);
}

int pv_dequantize(int type, size_t n, const void *blocks, float *values) {
  size_t weights, bytes = block_bytes(type, &weights);
  if (bytes == 0) return PV_UNSUPPORTED;
  const int64_t integers[] = {type, (int64_t)n, (int64_t)weights, (int64_t)bytes};
  const struct array inputs[] = {BYTES(blocks, n / weights * bytes)}, outputs[] = {ARRAY(values, n)};
  FORWARD(DEQUANTIZE, 0);
}

static int product(
    enum operation operation, int block, int sums_of, int type, size_t rows, size_t columns, size_t count,
    const void *weights, const float *scales, const int8_t *values, const int16_t *sums, float *y, int threads) {
  size_t in_block, bytes = block_bytes(type, &in_block);
  if (bytes == 0) return PV_UNSUPPORTED;
  const int64_t integers[] = {
      type, (int64_t)rows, (int64_t)columns, (int64_t)count, threads, (int64_t)in_block, (int64_t)bytes};
  const struct array inputs[] = {
      BYTES(weights, rows * (columns / in_block * bytes)), ARRAY(scales, count * (columns / (size_t)block)),
      ARRAY(values, count * columns), ARRAY(sums, count * (columns / (size_t)sums_of))};
  const struct array outputs[] = {ARRAY(y, count * rows)};
  FORWARD(operation, 0);
}

int pv_product_q8_k(
    int type, size_t rows, size_t columns, size_t count, const void *weights, const float *scales, const int8_t *values,
    const int16_t *sums, float *y, int threads) {
  return product(PRODUCT_Q8_K, 256, 16, type, rows, columns, count, weights, scales, values, sums, y, threads);
}

int pv_product_q8_0(
    int type, size_t rows, size_t columns, size_t count, const void *weights, const float *scales, const int8_t *values,
    const int16_t *sums, float *y, int threads) {
  return product(PRODUCT_Q8_0, 32, 32, type, rows, columns, count, weights, scales, values, sums, y, threads);
}

static int quantize(
    enum operation operation, size_t block, size_t sums_of, size_t n, const float *x, float *scales, int8_t *values,
    int16_t *sums) {
  const int64_t integers[] = {(int64_t)n};
  const struct array inputs[] = {ARRAY(x, n)};
  const struct array outputs[] = {ARRAY(scales, n / block), ARRAY(values, n), ARRAY(sums, n / sums_of)};
  FORWARD(operation, 0);
}

int pv_quantize_q8_k(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums) {
  return quantize(QUANTIZE_Q8_K, 256, 16, n, x, scales, values, sums);
}

int pv_quantize_q8_k_published(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums) {
  return quantize(QUANTIZE_Q8_K_PUBLISHED, 256, 16, n, x, scales, values, sums);
}

int pv_quantize_q8_0(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums) {
  return quantize(QUANTIZE_Q8_0, 32, 32, n, x, scales, values, sums);
}

int pv_attention_decode_f32(
    size_t query_heads, size_t kv_heads, size_t head_dim, size_t positions, const float *query, const float *keys,
    const float *values, float *y, int threads) {
  const int64_t integers[] = {
      (int64_t)query_heads, (int64_t)kv_heads, (int64_t)head_dim, (int64_t)positions, threads};
  const size_t cache = positions * kv_heads * head_dim;
  const struct array inputs[] = {ARRAY(query, query_heads * head_dim), ARRAY(keys, cache), ARRAY(values, cache)};
  const struct array outputs[] = {ARRAY(y, query_heads * head_dim)};
  FORWARD(ATTENTION_DECODE, 0);
}

int pv_attention_prefill_f32(
    size_t query_heads, size_t kv_heads, size_t head_dim, size_t positions, size_t tokens, const float *queries,
    const float *keys, const float *values, float *y, int threads) {
  const int64_t integers[] = {
      (int64_t)query_heads, (int64_t)kv_heads, (int64_t)head_dim, (int64_t)positions, (int64_t)tokens, threads};
  const size_t cache = positions * kv_heads * head_dim, all = tokens * query_heads * head_dim;
  const struct array inputs[] = {ARRAY(queries, all), ARRAY(keys, cache), ARRAY(values, cache)};
  const struct array outputs[] = {ARRAY(y, all)};
  FORWARD(ATTENTION_PREFILL, 0);
}

int pv_softmax_f32(size_t rows, size_t columns, const float *x, float *y) {
  const int64_t integers[] = {(int64_t)rows, (int64_t)columns};
  const struct array inputs[] = {ARRAY(x, rows * columns)}, outputs[] = {ARRAY(y, rows * columns)};
  FORWARD(SOFTMAX, 0);
}

static int elementwise(enum operation operation, size_t n, const float *x, float *y) {
  const int64_t integers[] = {(int64_t)n};
  const struct array inputs[] = {ARRAY(x, n)}, outputs[] = {ARRAY(y, n)};
  FORWARD(operation, 0);
}

int pv_exp_f32(size_t n, const float *x, float *y) { return elementwise(EXP, n, x, y); }
int pv_silu_f32(size_t n, const float *x, float *y) { return elementwise(SILU, n, x, y); }
int pv_gelu_f32(size_t n, const float *x, float *y) { return elementwise(GELU, n, x, y); }

static int gated(enum operation operation, size_t n, const float *gate, const float *up, float *y) {
  const int64_t integers[] = {(int64_t)n};
  const struct array inputs[] = {ARRAY(gate, n), ARRAY(up, n)}, outputs[] = {ARRAY(y, n)};
  FORWARD(operation, 0);
}

int pv_swiglu_f32(size_t n, const float *gate, const float *up, float *y) { return gated(SWIGLU, n, gate, up, y); }
int pv_geglu_f32(size_t n, const float *gate, const float *up, float *y) { return gated(GEGLU, n, gate, up, y); }

int pv_rmsnorm_f32(size_t rows, size_t columns, const float *x, const float *weight, float epsilon, float *y) {
  const int64_t integers[] = {(int64_t)rows, (int64_t)columns};
  const struct array inputs[] = {ARRAY(x, rows * columns), ARRAY(weight, columns)};
  const struct array outputs[] = {ARRAY(y, rows * columns)};
  FORWARD(RMSNORM, (double)epsilon);
}

int pv_layernorm_f32(
    size_t rows, size_t columns, const float *x, const float *weight, const float *bias, float epsilon, float *y) {
  const int64_t integers[] = {(int64_t)rows, (int64_t)columns};
  const struct array inputs[] = {ARRAY(x, rows * columns), ARRAY(weight, columns), ARRAY(bias, columns)};
  const struct array outputs[] = {ARRAY(y, rows * columns)};
  FORWARD(LAYERNORM, (double)epsilon);
}

int pv_rope_f32(
    size_t tokens, size_t heads, size_t head_dim, size_t first_position, double base, int pairing, const float *x,
    float *y) {
  const int64_t integers[] = {
      (int64_t)tokens, (int64_t)heads, (int64_t)head_dim, (int64_t)first_position, pairing};
  const size_t all = tokens * heads * head_dim;
  const struct array inputs[] = {ARRAY(x, all)}, outputs[] = {ARRAY(y, all)};
  FORWARD(ROPE, base);
}
