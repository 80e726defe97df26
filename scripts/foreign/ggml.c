/* ggml behind pv_kernels.h: operators of its graphs on the CPU, and the kernels of its quantized types.
 *
 * Its headers are not in the package; what is declared here is of the version that libraries.py names. */
#include "pv_kernels.h"
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct ggml_context;
struct ggml_tensor;
struct ggml_cgraph;

struct ggml_init_params {
  size_t mem_size;
  void *mem_buffer;
  bool no_alloc;
};

struct ggml_type_traits {
  const char *type_name;
  int64_t blck_size, blck_size_interleave;
  size_t type_size;
  bool is_quantized;
  void (*to_float)(const void *x, float *y, int64_t k);
  void (*from_float_ref)(const float *x, void *y, int64_t k);
};

struct ggml_type_traits_cpu {
  void (*from_float)(const float *x, void *y, int64_t k);
  void (*vec_dot)(int n, float *s, size_t bs, const void *x, size_t bx, const void *y, size_t by, int nrc);
  int vec_dot_type;
  int64_t nrows;
};

void ggml_cpu_init(void);
const struct ggml_type_traits *ggml_get_type_traits(int type);
const struct ggml_type_traits_cpu *ggml_get_type_traits_cpu(int type);
uint16_t ggml_fp32_to_fp16(float);
float ggml_fp16_to_fp32(uint16_t);

struct ggml_context *ggml_init(struct ggml_init_params);
void ggml_free(struct ggml_context *);
size_t ggml_graph_overhead(void);
size_t ggml_tensor_overhead(void);
struct ggml_tensor *ggml_new_tensor_1d(struct ggml_context *, int type, int64_t);
struct ggml_tensor *ggml_new_tensor_2d(struct ggml_context *, int type, int64_t, int64_t);
struct ggml_tensor *ggml_new_tensor_3d(struct ggml_context *, int type, int64_t, int64_t, int64_t);
struct ggml_tensor *ggml_permute(struct ggml_context *, struct ggml_tensor *, int, int, int, int);
void *ggml_get_data(const struct ggml_tensor *);
struct ggml_tensor *ggml_mul_mat(struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *);
struct ggml_tensor *ggml_soft_max(struct ggml_context *, struct ggml_tensor *);
struct ggml_tensor *ggml_exp(struct ggml_context *, struct ggml_tensor *);
struct ggml_tensor *ggml_silu(struct ggml_context *, struct ggml_tensor *);
struct ggml_tensor *ggml_gelu(struct ggml_context *, struct ggml_tensor *);
struct ggml_tensor *ggml_swiglu_split(struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *);
struct ggml_tensor *ggml_geglu_split(struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *);
struct ggml_tensor *ggml_rms_norm(struct ggml_context *, struct ggml_tensor *, float);
struct ggml_tensor *ggml_norm(struct ggml_context *, struct ggml_tensor *, float);
struct ggml_tensor *ggml_mul(struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *);
struct ggml_tensor *ggml_add(struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *);
struct ggml_tensor *ggml_rope_ext(
    struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *, struct ggml_tensor *, int dimensions, int mode,
    int original, float base, float scale, float ext, float attention, float fast, float slow);
struct ggml_tensor *ggml_flash_attn_ext(
    struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *, struct ggml_tensor *, struct ggml_tensor *mask,
    float scale, float max_bias, float softcap);
void ggml_flash_attn_ext_set_prec(struct ggml_tensor *, int);
struct ggml_cgraph *ggml_new_graph(struct ggml_context *);
void ggml_build_forward_expand(struct ggml_cgraph *, struct ggml_tensor *);
int ggml_graph_compute_with_ctx(struct ggml_context *, struct ggml_cgraph *, int threads);

enum { F32 = 0, F16 = 1, I32 = 26, Q8_0 = 8, Q8_K = 15, PRECISION_F32 = 10 };

int pv_kernels_version(void) {
  ggml_cpu_init();
  return PV_KERNELS_VERSION;
}

/* MARK: Graphs */

/* Room for arrays of so many floats, for what a graph of a few nodes needs beside them, and for threads. */
static struct ggml_context *context(size_t floats, int threads) {
  size_t bytes = floats * sizeof(float) * 4 + ggml_graph_overhead() + 64 * ggml_tensor_overhead();
  bytes += (size_t)(threads + 1) << 22;
  return ggml_init((struct ggml_init_params){.mem_size = bytes});
}

static struct ggml_tensor *filled(struct ggml_tensor *tensor, const float *values, size_t count) {
  memcpy(ggml_get_data(tensor), values, count * sizeof *values);
  return tensor;
}

static struct ggml_tensor *matrix(struct ggml_context *c, const float *values, size_t rows, size_t columns) {
  return filled(ggml_new_tensor_2d(c, F32, (int64_t)columns, (int64_t)rows), values, rows * columns);
}

static struct ggml_tensor *vector(struct ggml_context *c, const float *values, size_t count) {
  return filled(ggml_new_tensor_1d(c, F32, (int64_t)count), values, count);
}

/* Computes a tensor, copies it out, and frees the context. */
static int computed(struct ggml_context *c, struct ggml_tensor *result, float *y, size_t count, int threads) {
  struct ggml_cgraph *graph = ggml_new_graph(c);
  ggml_build_forward_expand(graph, result);
  /* At most so many: 64 threads that wait by spinning would take minutes on few processors. */
  int status = ggml_graph_compute_with_ctx(c, graph, threads < 8 ? threads : 8);
  if (status == 0) memcpy(y, ggml_get_data(result), count * sizeof *y);
  ggml_free(c);
  return status == 0 ? PV_OK : PV_FAILED;
}

int pv_matvec_f32(size_t rows, size_t columns, const float *weights, const float *x, float *y, int threads) {
  if (rows == 0) return PV_OK;
  if (columns == 0) return PV_UNSUPPORTED;
  struct ggml_context *c = context(rows * columns + rows + columns, threads);
  struct ggml_tensor *product = ggml_mul_mat(c, matrix(c, weights, rows, columns), vector(c, x, columns));
  return computed(c, product, y, rows, threads);
}

int pv_softmax_f32(size_t rows, size_t columns, const float *x, float *y) {
  if (rows * columns == 0) return PV_OK;
  struct ggml_context *c = context(rows * columns, 1);
  return computed(c, ggml_soft_max(c, matrix(c, x, rows, columns)), y, rows * columns, 1);
}

typedef struct ggml_tensor *(*unary)(struct ggml_context *, struct ggml_tensor *);
typedef struct ggml_tensor *(*binary)(struct ggml_context *, struct ggml_tensor *, struct ggml_tensor *);

static int elementwise(unary operator, size_t n, const float *x, float *y) {
  if (n == 0) return PV_OK;
  struct ggml_context *c = context(n, 1);
  return computed(c, operator(c, vector(c, x, n)), y, n, 1);
}

static int gated(binary operator, size_t n, const float *gate, const float *up, float *y) {
  if (n == 0) return PV_OK;
  struct ggml_context *c = context(3 * n, 1);
  return computed(c, operator(c, vector(c, gate, n), vector(c, up, n)), y, n, 1);
}

int pv_exp_f32(size_t n, const float *x, float *y) { return elementwise(ggml_exp, n, x, y); }
int pv_silu_f32(size_t n, const float *x, float *y) { return elementwise(ggml_silu, n, x, y); }
int pv_gelu_f32(size_t n, const float *x, float *y) { return elementwise(ggml_gelu, n, x, y); }
int pv_swiglu_f32(size_t n, const float *gate, const float *up, float *y) {
  return gated(ggml_swiglu_split, n, gate, up, y);
}
int pv_geglu_f32(size_t n, const float *gate, const float *up, float *y) {
  return gated(ggml_geglu_split, n, gate, up, y);
}

int pv_rmsnorm_f32(size_t rows, size_t columns, const float *x, const float *weight, float epsilon, float *y) {
  if (rows * columns == 0) return PV_OK;
  struct ggml_context *c = context(3 * rows * columns + columns, 1);
  struct ggml_tensor *normal = ggml_rms_norm(c, matrix(c, x, rows, columns), epsilon);
  return computed(c, ggml_mul(c, normal, vector(c, weight, columns)), y, rows * columns, 1);
}

int pv_layernorm_f32(
    size_t rows, size_t columns, const float *x, const float *weight, const float *bias, float epsilon, float *y) {
  if (rows * columns == 0) return PV_OK;
  struct ggml_context *c = context(4 * rows * columns + 2 * columns, 1);
  struct ggml_tensor *scaled =
      ggml_mul(c, ggml_norm(c, matrix(c, x, rows, columns), epsilon), vector(c, weight, columns));
  return computed(c, ggml_add(c, scaled, vector(c, bias, columns)), y, rows * columns, 1);
}

int pv_rope_f32(
    size_t tokens, size_t heads, size_t head_dim, size_t first_position, double base, int pairing, const float *x,
    float *y) {
  const size_t all = tokens * heads * head_dim;
  if (all == 0) return PV_OK;
  /* Its positions are of 32 bits. */
  if (first_position + tokens > INT32_MAX) return PV_UNSUPPORTED;
  struct ggml_context *c = context(2 * all + tokens, 1);
  struct ggml_tensor *values = ggml_new_tensor_3d(c, F32, (int64_t)head_dim, (int64_t)heads, (int64_t)tokens);
  struct ggml_tensor *positions = ggml_new_tensor_1d(c, I32, (int64_t)tokens);
  for (size_t i = 0; i < tokens; i++) ((int32_t *)ggml_get_data(positions))[i] = (int32_t)(first_position + i);
  const int mode = pairing == PV_PAIRS_HALVES ? 2 : 0;
  struct ggml_tensor *rotated = ggml_rope_ext(
      c, filled(values, x, all), positions, NULL, (int)head_dim, mode, 0, (float)base, 1, 0, 1, 32, 1);
  return computed(c, rotated, y, all, 1);
}

/* MARK: Attention: its flash attention, on a cache of floats */

/* Heads behind positions, as the operator takes them. */
static struct ggml_tensor *by_heads(
    struct ggml_context *c, const float *values, size_t positions, size_t heads, size_t head_dim) {
  struct ggml_tensor *all = ggml_new_tensor_3d(c, F32, (int64_t)head_dim, (int64_t)heads, (int64_t)positions);
  return ggml_permute(c, filled(all, values, positions * heads * head_dim), 0, 2, 1, 3);
}

int pv_attention_prefill_f32(
    size_t query_heads, size_t kv_heads, size_t head_dim, size_t positions, size_t tokens, const float *queries,
    const float *keys, const float *values, float *y, int threads) {
  const size_t all = tokens * query_heads * head_dim;
  if (all == 0 || positions == 0) return PV_UNSUPPORTED;
  struct ggml_context *c = context(2 * all + 2 * positions * kv_heads * head_dim + tokens * positions, threads);
  struct ggml_tensor *mask = ggml_new_tensor_2d(c, F16, (int64_t)positions, (int64_t)tokens);
  uint16_t *masked = ggml_get_data(mask);
  for (size_t token = 0; token < tokens; token++) {
    for (size_t position = 0; position < positions; position++) {
      masked[token * positions + position] = position <= positions - tokens + token ? 0 : 0xfc00;
    }
  }
  float scale = 1 / __builtin_sqrtf((float)head_dim);
  struct ggml_tensor *result = ggml_flash_attn_ext(
      c, by_heads(c, queries, tokens, query_heads, head_dim), by_heads(c, keys, positions, kv_heads, head_dim),
      by_heads(c, values, positions, kv_heads, head_dim), mask, scale, 0, 0);
  ggml_flash_attn_ext_set_prec(result, PRECISION_F32);
  return computed(c, result, y, all, threads);
}

int pv_attention_decode_f32(
    size_t query_heads, size_t kv_heads, size_t head_dim, size_t positions, const float *query, const float *keys,
    const float *values, float *y, int threads) {
  return pv_attention_prefill_f32(query_heads, kv_heads, head_dim, positions, 1, query, keys, values, y, threads);
}

/* MARK: Kernels of types */

int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
  ggml_get_type_traits_cpu(F32)->vec_dot((int)n, result, 0, a, 0, b, 0, 1);
  return PV_OK;
}

int pv_dequantize(int type, size_t n, const void *blocks, float *values) {
  const struct ggml_type_traits *traits = ggml_get_type_traits(type);
  if (traits == NULL || traits->to_float == NULL) return PV_UNSUPPORTED;
  traits->to_float(blocks, values, (int64_t)n);
  return PV_OK;
}

struct block_q8_k {
  float scale;
  int8_t values[256];
  int16_t sums[16];
};

struct block_q8_0 {
  uint16_t scale;
  int8_t values[32];
};

int pv_quantize_q8_k(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums) {
  struct block_q8_k *blocks = malloc(n / 256 * sizeof *blocks + 1);
  if (blocks == NULL) return PV_FAILED;
  ggml_get_type_traits_cpu(Q8_K)->from_float(x, blocks, (int64_t)n);
  for (size_t i = 0; i < n / 256; i++) {
    scales[i] = blocks[i].scale;
    memcpy(values + 256 * i, blocks[i].values, 256);
    memcpy(sums + 16 * i, blocks[i].sums, 32);
  }
  free(blocks);
  return PV_OK;
}

/* Its Q8_0 has no sums; they are of its values. */
int pv_quantize_q8_0(size_t n, const float *x, float *scales, int8_t *values, int16_t *sums) {
  struct block_q8_0 *blocks = malloc(n / 32 * sizeof *blocks + 1);
  if (blocks == NULL) return PV_FAILED;
  ggml_get_type_traits_cpu(Q8_0)->from_float(x, blocks, (int64_t)n);
  for (size_t i = 0; i < n / 32; i++) {
    scales[i] = ggml_fp16_to_fp32(blocks[i].scale);
    memcpy(values + 32 * i, blocks[i].values, 32);
    int sum = 0;
    for (int j = 0; j < 32; j++) sum += blocks[i].values[j];
    sums[i] = (int16_t)sum;
  }
  free(blocks);
  return PV_OK;
}

/* A row of weights times a row of activations in blocks of Q8_K, for the types that go with it. */
int pv_product_q8_k(
    int type, size_t rows, size_t columns, size_t count, const void *weights, const float *scales, const int8_t *values,
    const int16_t *sums, float *y, int threads) {
  (void)threads;
  const struct ggml_type_traits *traits = ggml_get_type_traits(type);
  const struct ggml_type_traits_cpu *cpu = ggml_get_type_traits_cpu(type);
  if (cpu == NULL || cpu->vec_dot == NULL || cpu->vec_dot_type != Q8_K) return PV_UNSUPPORTED;
  const size_t blocks = columns / 256, bytes = columns / (size_t)traits->blck_size * traits->type_size;
  struct block_q8_k *row = malloc(blocks * sizeof *row + 1);
  if (row == NULL) return PV_FAILED;
  for (size_t i = 0; i < count; i++) {
    for (size_t j = 0; j < blocks; j++) {
      row[j].scale = scales[i * blocks + j];
      memcpy(row[j].values, values + i * columns + 256 * j, 256);
      memcpy(row[j].sums, sums + (i * blocks + j) * 16, 32);
    }
    for (size_t k = 0; k < rows; k++) {
      cpu->vec_dot((int)columns, y + i * rows + k, 0, (const char *)weights + k * bytes, 0, row, 0, 1);
    }
  }
  free(row);
  return PV_OK;
}

/* Likewise in blocks of Q8_0. Its scales are binary16 numbers: others it cannot have. Types that go with Q8_1, whose
 * blocks have sums as well, are left out. */
int pv_product_q8_0(
    int type, size_t rows, size_t columns, size_t count, const void *weights, const float *scales, const int8_t *values,
    const int16_t *sums, float *y, int threads) {
  (void)threads;
  (void)sums;
  const struct ggml_type_traits *traits = ggml_get_type_traits(type);
  const struct ggml_type_traits_cpu *cpu = ggml_get_type_traits_cpu(type);
  if (cpu == NULL || cpu->vec_dot == NULL || cpu->vec_dot_type != Q8_0) return PV_UNSUPPORTED;
  const size_t blocks = columns / 32, bytes = columns / (size_t)traits->blck_size * traits->type_size;
  struct block_q8_0 *row = malloc(blocks * sizeof *row + 1);
  if (row == NULL) return PV_FAILED;
  int status = PV_OK;
  for (size_t i = 0; i < count && status == PV_OK; i++) {
    for (size_t j = 0; j < blocks; j++) {
      const float scale = scales[i * blocks + j];
      row[j].scale = ggml_fp32_to_fp16(scale);
      const float rounded = ggml_fp16_to_fp32(row[j].scale);
      if (memcmp(&rounded, &scale, sizeof scale) != 0) status = PV_UNSUPPORTED;
      memcpy(row[j].values, values + i * columns + 32 * j, 32);
    }
    for (size_t k = 0; k < rows && status == PV_OK; k++) {
      cpu->vec_dot((int)columns, y + i * rows + k, 0, (const char *)weights + k * bytes, 0, row, 0, 1);
    }
  }
  free(row);
  return status;
}
