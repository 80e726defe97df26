/* pv_record.h: records a falsifier in C or C++, version 1. C11 and C++17, no dependency, nothing to link.
 *
 * `pv run` starts the program that a contract names under `run:`, and the program leaves a recording: what its kernels were
 * given, what they gave, and what is expected. It measures nothing and judges nothing; `pv` does both.
 *
 *     #include "pv_record.h"
 *
 *     int main(void) {
 *       pv_record r;
 *       pv_record_begin(&r, "saxpy-v1", "FALSIFY-SAXPY-001");
 *       pv_random random = pv_record_random(&r, "units");
 *       for (size_t i = 0; i < n; i++) x[i] = pv_random_unit(&random);
 *       pv_record_input(&r, "x", pv_f32(x, n), "units", random.seed, n);
 *       pv_record_real(&r);
 *       saxpy(n, x, y);                                     // nothing but the kernel between these two
 *       pv_record_output(&r, "y", pv_f32(y, n));
 *       pv_record_mutant(&r, "tail_dropped", "the last n % 8 elements are not computed");
 *       saxpy_without_tail(n, x, y);
 *       pv_record_output(&r, "y", pv_f32(y, n));
 *       pv_record_compare(&r, "", "bits_differing", "y", pv_f32(expected, n));
 *       return pv_record_end(&r);
 *     }
 *
 * - Every function returns 0, or -1 after an error. The first error stays: what follows does nothing and returns -1, and
 *   pv_record_end prints it to standard error. So it is enough to look at what pv_record_end returns.
 * - Arrays are written when they are handed over and are not kept; they are dense and row-major. Texts are UTF-8.
 * - Orders come between the real kernel and the mutants, or after them; each kernel has the same outputs.
 * - A recording belongs to one thread. Kernels may use as many as they like.
 * - A kernel on another device is recorded after its results were copied to the host.
 *
 * Files that are compiled with `-gdwarf-4 -finstrument-functions` (gcc and clang) say when their functions are entered, and
 * the recording shows which of them the real kernel entered. It takes llvm-addr2line or addr2line to say what files they are
 * of; that of binutils 2.40 names wrong files where gcc writes DWARF 5. Without it, `pv` says "execution not shown".
 * PV_RECORD_NO_HOOK leaves it out, where a program has hooks of its own.
 *
 * docs/recordings.md has the form of what is written, docs/c.md how a package is set up.
 */
#ifndef PV_RECORD_H
#define PV_RECORD_H

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PV_RECORD_VERSION 1

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "a recording is little-endian, and this processor is not"
#endif

#if defined(__GNUC__)
#define PV_RECORD_FUNCTION static inline __attribute__((no_instrument_function, unused))
#define PV_RECORD_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define PV_RECORD_FUNCTION static inline
#define PV_RECORD_PRINTF(text, first)
#endif

/* MARK: Arrays */

/* The element types of evidence. */
typedef enum { PV_F32, PV_F64, PV_I8, PV_I32 } pv_dtype;

enum { PV_MAX_RANK = 8 };

/* Elements that stand one behind the other, the last index running fastest. */
typedef struct {
  pv_dtype type;
  size_t rank;
  size_t shape[PV_MAX_RANK];
  const void *elements;
} pv_array;

PV_RECORD_FUNCTION pv_array pv_array_of(pv_dtype type, const void *elements, size_t count) {
  pv_array array;
  memset(&array, 0, sizeof array);
  array.type = type;
  array.rank = 1;
  array.shape[0] = count;
  array.elements = elements;
  return array;
}

PV_RECORD_FUNCTION pv_array pv_f32(const float *elements, size_t count) { return pv_array_of(PV_F32, elements, count); }
PV_RECORD_FUNCTION pv_array pv_f64(const double *elements, size_t count) { return pv_array_of(PV_F64, elements, count); }
PV_RECORD_FUNCTION pv_array pv_i8(const int8_t *elements, size_t count) { return pv_array_of(PV_I8, elements, count); }
PV_RECORD_FUNCTION pv_array pv_i32(const int32_t *elements, size_t count) { return pv_array_of(PV_I32, elements, count); }

/* The same elements as rows; one dimension more in front. The rows must be of one length, which is checked when the array is
 * recorded: rows times columns are as many elements as before. */
PV_RECORD_FUNCTION pv_array pv_rows(pv_array array, size_t rows) {
  size_t i;
  if (array.rank >= PV_MAX_RANK || rows == 0 || array.shape[0] % rows != 0) {
    array.rank = 0;
    return array;
  }
  for (i = array.rank; i > 0; i--) array.shape[i] = array.shape[i - 1];
  array.rank++;
  array.shape[0] = rows;
  array.shape[1] /= rows;
  return array;
}

/* MARK: Random numbers */

/* The same numbers as those of a falsifier in Swift or Python: xoshiro256** (Blackman and Vigna, 2018). */
typedef struct {
  uint64_t state[4];
  /* In hexadecimal, as evidence shows it. */
  char seed[17];
} pv_random;

/* The generator of a seed; splitmix64 spreads it over the state, which must not be all zeros. */
PV_RECORD_FUNCTION pv_random pv_random_of(uint64_t seed) {
  pv_random random;
  int i;
  snprintf(random.seed, sizeof random.seed, "%016llx", (unsigned long long)seed);
  for (i = 0; i < 4; i++) {
    uint64_t z;
    seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (seed ^ (seed >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    random.state[i] = z ^ (z >> 31);
  }
  return random;
}

/* The next 64 bits. */
PV_RECORD_FUNCTION uint64_t pv_random_next(pv_random *random) {
  uint64_t *s = random->state;
  uint64_t product = s[1] * 5;
  uint64_t result = ((product << 7) | (product >> 57)) * 9;
  uint64_t shifted = s[1] << 17;
  s[2] ^= s[0];
  s[3] ^= s[1];
  s[1] ^= s[2];
  s[0] ^= s[3];
  s[2] ^= shifted;
  s[3] = (s[3] << 45) | (s[3] >> 19);
  return result;
}

/* A number in [-1, 1), a multiple of 2^-23. */
PV_RECORD_FUNCTION float pv_random_unit(pv_random *random) {
  return (float)((int32_t)(pv_random_next(random) >> 40) - (1 << 23)) * (1.0f / 8388608);
}

/* An integer from `lower` up to, but not including, `upper`, which must be larger. The modulo bias, below 2^-32 for ranges
 * below 2^32, is accepted, so that the numbers are the same in every language. */
PV_RECORD_FUNCTION int64_t pv_random_integer(pv_random *random, int64_t lower, int64_t upper) {
  return lower + (int64_t)(pv_random_next(random) % (uint64_t)(upper - lower));
}

/* A number with an exponent of 2 from `low` to `high`, both from -126 to 127, and random sign and significand. */
PV_RECORD_FUNCTION float pv_random_scaled(pv_random *random, int low, int high) {
  uint32_t exponent = (uint32_t)(pv_random_integer(random, low, (int64_t)high + 1) + 127);
  uint32_t fraction = (uint32_t)(pv_random_next(random) >> 41);
  uint32_t bits = (uint32_t)(pv_random_next(random) >> 63) << 31 | exponent << 23 | fraction;
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* Any bit pattern of binary32, NaNs and infinities included. */
PV_RECORD_FUNCTION float pv_random_any_bits(pv_random *random) {
  uint32_t bits = (uint32_t)(pv_random_next(random) >> 32);
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

/* The first 64 bits of the SHA-256 of a text: what a seed is derived by. FIPS 180-4. */
PV_RECORD_FUNCTION uint64_t pv_record_digest_(const unsigned char *text, size_t count) {
  static const uint32_t k[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01,
    0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc,
    0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08,
    0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};
  uint32_t hash[8] = {
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  size_t blocks = (count + 8) / 64 + 1;
  size_t block, i;
  for (block = 0; block < blocks; block++) {
    uint32_t w[64], v[8];
    for (i = 0; i < 16; i++) {
      size_t j;
      w[i] = 0;
      for (j = 0; j < 4; j++) {
        size_t at = 64 * block + 4 * i + j;
        unsigned byte = at < count ? text[at] : at == count ? 0x80 : 0;
        /* The number of bits stands in the last eight bytes. */
        if (at >= 64 * blocks - 8) byte = (unsigned)((uint64_t)count * 8 >> 8 * (64 * blocks - 1 - at)) & 0xff;
        w[i] = w[i] << 8 | byte;
      }
    }
#define PV_ROTATE(x, n) ((x) >> (n) | (x) << (32 - (n)))
    for (i = 16; i < 64; i++) {
      uint32_t a = w[i - 15], b = w[i - 2];
      w[i] = w[i - 16] + (PV_ROTATE(a, 7) ^ PV_ROTATE(a, 18) ^ a >> 3) + w[i - 7]
          + (PV_ROTATE(b, 17) ^ PV_ROTATE(b, 19) ^ b >> 10);
    }
    memcpy(v, hash, sizeof v);
    for (i = 0; i < 64; i++) {
      uint32_t e = PV_ROTATE(v[4], 6) ^ PV_ROTATE(v[4], 11) ^ PV_ROTATE(v[4], 25);
      uint32_t a = PV_ROTATE(v[0], 2) ^ PV_ROTATE(v[0], 13) ^ PV_ROTATE(v[0], 22);
      uint32_t first = v[7] + e + ((v[4] & v[5]) ^ (~v[4] & v[6])) + k[i] + w[i];
      uint32_t second = a + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
      memmove(v + 1, v, 7 * sizeof *v);
      v[4] += first;
      v[0] = first + second;
    }
#undef PV_ROTATE
    for (i = 0; i < 8; i++) hash[i] += v[i];
  }
  return (uint64_t)hash[0] << 32 | hash[1];
}

/* MARK: Functions that were entered */

#if defined(__GNUC__) && !defined(PV_RECORD_NO_HOOK)
#define PV_RECORD_HOOK 1

enum { PV_RECORD_FUNCTIONS = 4096 };

/* One table for the whole program, however many files include this header. A program with more functions than it has places
 * is shown to execute fewer. */
struct pv_record_entered_ {
  uintptr_t function[PV_RECORD_FUNCTIONS];
  unsigned char of_real[PV_RECORD_FUNCTIONS];
  int is_real;
};
__attribute__((weak)) struct pv_record_entered_ pv_record_entered;

void __cyg_profile_func_enter(void *function, void *site) __attribute__((weak, no_instrument_function));
void __cyg_profile_func_exit(void *function, void *site) __attribute__((weak, no_instrument_function));

/* What the compiler calls at the beginning of each function. */
void __cyg_profile_func_enter(void *function, void *site) {
  uintptr_t address = (uintptr_t)function;
  size_t at = (size_t)(address >> 4) % PV_RECORD_FUNCTIONS, tries;
  (void)site;
  for (tries = 0; tries < PV_RECORD_FUNCTIONS; tries++, at = (at + 1) % PV_RECORD_FUNCTIONS) {
    uintptr_t there = __atomic_load_n(&pv_record_entered.function[at], __ATOMIC_RELAXED);
    if (there == 0) {
      if (!__atomic_compare_exchange_n(
              &pv_record_entered.function[at], &there, address, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)
          && there != address)
        continue;
    } else if (there != address) {
      continue;
    }
    if (__atomic_load_n(&pv_record_entered.is_real, __ATOMIC_RELAXED))
      __atomic_store_n(&pv_record_entered.of_real[at], 1, __ATOMIC_RELAXED);
    return;
  }
}

void __cyg_profile_func_exit(void *function, void *site) {
  (void)function;
  (void)site;
}

#if defined(__STRICT_ANSI__) && !defined(__cplusplus)
/* POSIX has them; <stdio.h> hides them from a program that asks for C alone. */
extern FILE *popen(const char *command, const char *mode);
extern int pclose(FILE *stream);
#endif
#endif

/* MARK: The recording */

typedef struct {
  char *bytes;
  size_t count, capacity;
} pv_record_text_;

/* Its members are its own. */
typedef struct {
  char folder[4096];
  char error[1024];
  int failed, ended, repeats, of_real;
  pv_record_text_ head, inputs, real, orders, mutants, measures, asserted, notes;
  /* The kernel whose outputs come next: what its files are called, where it goes, and what is closed behind it. */
  char kernel[512];
  pv_record_text_ *list;
  int has_outputs;
  /* How many measurements there are; whether the last can take arguments, as a bound does, and how many it took. */
  int measured, takes_arguments, arguments;
} pv_record;

PV_RECORD_FUNCTION int pv_record_fail_(pv_record *r, const char *format, ...) PV_RECORD_PRINTF(2, 3);
PV_RECORD_FUNCTION int pv_record_fail_(pv_record *r, const char *format, ...) {
  if (!r->failed) {
    va_list values;
    va_start(values, format);
    vsnprintf(r->error, sizeof r->error, format, values);
    va_end(values);
    r->failed = 1;
  }
  return -1;
}

PV_RECORD_FUNCTION int pv_record_append_(pv_record *r, pv_record_text_ *text, const char *bytes) {
  size_t count = strlen(bytes);
  if (r->failed) return -1;
  if (text->capacity - text->count <= count) {
    size_t capacity = 2 * (text->capacity + count) + 64;
    char *larger = (char *)realloc(text->bytes, capacity);
    if (!larger) return pv_record_fail_(r, "no memory for a text of %zu bytes", capacity);
    text->bytes = larger;
    text->capacity = capacity;
  }
  memcpy(text->bytes + text->count, bytes, count + 1);
  text->count += count;
  return 0;
}

/* A text in JSON, quoted. */
PV_RECORD_FUNCTION int pv_record_quote_(pv_record *r, pv_record_text_ *text, const char *value) {
  pv_record_append_(r, text, "\"");
  for (; *value; value++) {
    char piece[8];
    unsigned char byte = (unsigned char)*value;
    if (byte < 0x20) snprintf(piece, sizeof piece, "\\u%04x", byte);
    else if (byte == '"' || byte == '\\') snprintf(piece, sizeof piece, "\\%c", byte);
    else snprintf(piece, sizeof piece, "%c", byte);
    pv_record_append_(r, text, piece);
  }
  return pv_record_append_(r, text, "\"");
}

/* `"KEY": VALUE`, with a comma before it where something stands before it in the same object. */
PV_RECORD_FUNCTION int pv_record_member_(pv_record *r, pv_record_text_ *text, const char *key, const char *value) {
  if (text->count > 0 && !strchr("{[", text->bytes[text->count - 1])) pv_record_append_(r, text, ", ");
  pv_record_quote_(r, text, key);
  pv_record_append_(r, text, ": ");
  return value ? pv_record_quote_(r, text, value) : r->failed ? -1 : 0;
}

/* The file's name of an array: what does not belong into one is replaced. */
PV_RECORD_FUNCTION int pv_record_file_name_(pv_record *r, char *file, size_t size, const char *kind, const char *name) {
  char *byte;
  int count = snprintf(file, size, "%s.%s.npy", kind, name);
  if (count < 0 || (size_t)count >= size || count > 200)
    return pv_record_fail_(r, "the name %.100s is too long for a file", name);
  for (byte = file; *byte; byte++)
    if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.", *byte)) *byte = '_';
  return 0;
}

PV_RECORD_FUNCTION FILE *pv_record_create_(pv_record *r, const char *file) {
  char path[4096 + 256];
  FILE *stream;
  snprintf(path, sizeof path, "%s/%s", r->folder, file);
  stream = fopen(path, "wbx");
  if (!stream && errno == EEXIST)
    pv_record_fail_(r, "%s is there already: two arrays have one name, or the recording is made twice", path);
  else if (!stream)
    pv_record_fail_(r, "%s cannot be made: %s", path, strerror(errno));
  return stream;
}

PV_RECORD_FUNCTION int pv_record_finish_(pv_record *r, FILE *stream, int written, const char *file) {
  int code = errno;
  if (fclose(stream) != 0) {
    code = errno;
    written = 0;
  }
  if (!written) return pv_record_fail_(r, "%s/%s cannot be written: %s", r->folder, file, strerror(code));
  return 0;
}

/* Writes an array as NumPy's format 1.0, and gives its file's name. */
PV_RECORD_FUNCTION int pv_record_array_(
    pv_record *r, const char *kind, const char *name, pv_array array, char *file, size_t size) {
  static const char *const types[] = {"<f4", "<f8", "|i1", "<i4"};
  static const size_t widths[] = {4, 8, 1, 4};
  char header[512], shape[PV_MAX_RANK * 22 + 4] = "";
  size_t count = 1, i, length, used = 0;
  FILE *stream;
  int written;
  if (r->failed) return -1;
  if ((unsigned)array.type > PV_I32) return pv_record_fail_(r, "%s %s has no element type", kind, name);
  if (array.rank < 1 || array.rank > PV_MAX_RANK)
    return pv_record_fail_(r, "%s %s is not rows of one length, or has more than %d dimensions", kind, name, PV_MAX_RANK);
  for (i = 0; i < array.rank; i++) {
    if (array.shape[i] != 0 && count > SIZE_MAX / 8 / array.shape[i])
      return pv_record_fail_(r, "%s %s has more elements than memory", kind, name);
    count *= array.shape[i];
    used += (size_t)snprintf(
        shape + used, sizeof shape - used, "%zu%s", array.shape[i], array.rank == 1 ? "," : i + 1 < array.rank ? ", " : "");
  }
  if (count == 0) return pv_record_fail_(r, "%s %s has no element: there is nothing to measure", kind, name);
  if (!array.elements) return pv_record_fail_(r, "%s %s has a null pointer for %zu elements", kind, name, count);
  if (pv_record_file_name_(r, file, size, kind, name)) return -1;
  length = (size_t)snprintf(
      header + 10, sizeof header - 10, "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }", types[array.type], shape);
  /* Padded with blanks and an LF, so that elements begin at a multiple of 64. */
  used = (10 + length + 1 + 63) / 64 * 64;
  memset(header + 10 + length, ' ', used - 10 - length);
  header[used - 1] = '\n';
  memcpy(header, "\x93NUMPY\x01\x00", 8);
  header[8] = (char)((used - 10) & 0xff);
  header[9] = (char)((used - 10) >> 8);
  stream = pv_record_create_(r, file);
  if (!stream) return -1;
  errno = 0;
  written = fwrite(header, 1, used, stream) == used && fwrite(array.elements, widths[array.type], count, stream) == count;
  return pv_record_finish_(r, stream, written, file);
}

/* Begins the recording of a falsifier, in the folder that PV_RECORDING names. */
PV_RECORD_FUNCTION int pv_record_begin(pv_record *r, const char *contract, const char *falsifier) {
  const char *folder = getenv("PV_RECORDING"), *run = getenv("PV_RECORDING_RUN"), *repeats = getenv("PV_REPEATS");
  const char *asked = getenv("PV_FALSIFIER");
  memset(r, 0, sizeof *r);
  r->repeats = repeats && *repeats ? atoi(repeats) : 1;
  if (!folder || !*folder)
    return pv_record_fail_(
        r, "PV_RECORDING names no folder: this program records for pv; start it by `pv run --filter %s`", falsifier);
  if (strlen(folder) >= sizeof r->folder) return pv_record_fail_(r, "PV_RECORDING is longer than a path can be");
  if (asked && *asked && strcmp(asked, falsifier) != 0)
    return pv_record_fail_(r, "this program records %s, and pv runs %s: `run:` in the contract names another", falsifier, asked);
  memcpy(r->folder, folder, strlen(folder) + 1);
  pv_record_append_(r, &r->head, "{");
  pv_record_member_(r, &r->head, "format", "pv-recording/1");
  pv_record_member_(r, &r->head, "contract", contract);
  pv_record_member_(r, &r->head, "falsifier", falsifier);
  if (run && *run) pv_record_member_(r, &r->head, "run", run);
  pv_record_member_(r, &r->head, "writer", NULL);
  pv_record_append_(r, &r->head, "{\"name\": \"pv_record.h\", \"version\": \"1\"}");
  snprintf(r->kernel, sizeof r->kernel, "%s\n%s", contract, falsifier);
  return r->failed ? -1 : 0;
}

/* The random numbers for a generator of this falsifier: the seed hangs on contract, falsifier, the generator's name and what
 * the contract says of the inputs under `domain`, which PV_DRAWN has. To be asked for before the first kernel. */
PV_RECORD_FUNCTION pv_random pv_record_random(pv_record *r, const char *generator) {
  const char *drawn = getenv("PV_DRAWN");
  size_t size;
  char *text;
  uint64_t seed = 0;
  if (r->failed) return pv_random_of(0);
  if (!drawn) {
    pv_record_fail_(r, "PV_DRAWN is not set, on which seeds hang; start this program by `pv run`");
    return pv_random_of(0);
  }
  if (r->list) {
    pv_record_fail_(r, "ask for random numbers before the first kernel");
    return pv_random_of(0);
  }
  size = strlen(r->kernel) + strlen(generator) + strlen(drawn) + 3;
  text = (char *)malloc(size);
  if (!text) {
    pv_record_fail_(r, "no memory for a text of %zu bytes", size);
    return pv_random_of(0);
  }
  snprintf(text, size, "%s\n%s\n%s", r->kernel, generator, drawn);
  seed = pv_record_digest_((const unsigned char *)text, size - 1);
  free(text);
  return pv_random_of(seed);
}

/* How often the real kernel runs: 5 where the contract says that its bits vary, else 1. */
PV_RECORD_FUNCTION int pv_record_repeats(const pv_record *r) { return r->repeats; }

/* Records an array that kernels are given; `generator` says in words how it was made, `seed` of what random numbers or is
 * null, `cases` how many separate cases it holds. */
PV_RECORD_FUNCTION int pv_record_input(
    pv_record *r, const char *name, pv_array array, const char *generator, const char *seed, size_t cases) {
  char file[256], number[32];
  if (pv_record_array_(r, "input", name, array, file, sizeof file)) return -1;
  pv_record_append_(r, &r->inputs, r->inputs.count ? ",\n  {" : "\n  {");
  pv_record_member_(r, &r->inputs, "name", name);
  pv_record_member_(r, &r->inputs, "array", file);
  pv_record_member_(r, &r->inputs, "generator", generator);
  if (seed) pv_record_member_(r, &r->inputs, "seed", seed);
  pv_record_member_(r, &r->inputs, "cases", NULL);
  snprintf(number, sizeof number, "%zu}", cases);
  return pv_record_append_(r, &r->inputs, number);
}

/* Closes the kernel before, and begins another one in a list. */
PV_RECORD_FUNCTION int pv_record_kernel_(pv_record *r, pv_record_text_ *list, const char *kind, const char *name) {
  if (r->list) {
    if (!r->has_outputs && !r->failed) return pv_record_fail_(r, "%s has no output", r->kernel);
    pv_record_append_(r, r->list, "}}");
  }
  r->list = list;
  r->has_outputs = 0;
  snprintf(r->kernel, sizeof r->kernel, "%s%s%.400s", kind, name && *name ? "." : "", name ? name : "");
  return r->failed ? -1 : 0;
}

/* What follows, up to the first output, is the real kernel; to be said once for each repeat. */
PV_RECORD_FUNCTION int pv_record_real(pv_record *r) {
  char number[16] = "";
  if (r->failed) return -1;
  r->of_real++;
  if (r->of_real > r->repeats)
    return pv_record_fail_(r, "the real kernel is recorded %d times, and the contract asks for %d", r->of_real, r->repeats);
  if (r->of_real > 1) snprintf(number, sizeof number, "%d", r->of_real);
  pv_record_kernel_(r, &r->real, "real", number);
  pv_record_append_(r, &r->real, r->of_real > 1 ? ",\n    {\"outputs\": {" : "{\"outputs\": {");
#ifdef PV_RECORD_HOOK
  __atomic_store_n(&pv_record_entered.is_real, 1, __ATOMIC_SEQ_CST);
#endif
  return r->failed ? -1 : 0;
}

/* What follows is the same computation with its sums in another order, as the contract lists it. */
PV_RECORD_FUNCTION int pv_record_order(pv_record *r, const char *name) {
  pv_record_kernel_(r, &r->orders, "order", name);
  pv_record_append_(r, &r->orders, r->orders.count ? ",\n    " : "\n    ");
  pv_record_quote_(r, &r->orders, name);
  return pv_record_append_(r, &r->orders, ": {\"outputs\": {");
}

/* What follows is a wrong kernel, as the contract lists it, with its fault in words. */
PV_RECORD_FUNCTION int pv_record_mutant(pv_record *r, const char *name, const char *fault) {
  pv_record_kernel_(r, &r->mutants, "mutant", name);
  pv_record_append_(r, &r->mutants, r->mutants.count ? ",\n    " : "\n    ");
  pv_record_quote_(r, &r->mutants, name);
  pv_record_append_(r, &r->mutants, ": {");
  pv_record_member_(r, &r->mutants, "fault", fault);
  return pv_record_append_(r, &r->mutants, ", \"outputs\": {");
}

/* Records an array that the kernel gave which was begun last. */
PV_RECORD_FUNCTION int pv_record_output(pv_record *r, const char *name, pv_array array) {
  char file[256];
#ifdef PV_RECORD_HOOK
  __atomic_store_n(&pv_record_entered.is_real, 0, __ATOMIC_SEQ_CST);
#endif
  if (r->failed) return -1;
  if (!r->list) return pv_record_fail_(r, "%s is an output of no kernel: call pv_record_real before it", name);
  if (pv_record_array_(r, r->kernel, name, array, file, sizeof file)) return -1;
  r->has_outputs = 1;
  return pv_record_member_(r, r->list, name, file);
}

PV_RECORD_FUNCTION int pv_record_measure_(
    pv_record *r, const char *subject, const char *metric, const char *output, const char *expected) {
  if (r->failed) return -1;
  if (r->measures.count) pv_record_append_(r, &r->measures, r->arguments ? "}},\n  " : "},\n  ");
  else pv_record_append_(r, &r->measures, "\n  ");
  pv_record_append_(r, &r->measures, "{");
  pv_record_member_(r, &r->measures, "subject", subject);
  pv_record_member_(r, &r->measures, "metric", metric);
  pv_record_member_(r, &r->measures, "output", output);
  if (expected) pv_record_member_(r, &r->measures, "expected", expected);
  r->takes_arguments = strcmp(metric, "outside_bound") == 0 || strcmp(metric, "bound_ratio") == 0;
  r->arguments = 0;
  r->measured++;
  return r->failed ? -1 : 0;
}

/* Says that a metric of one array is measured, such as nan_count, as `METRIC`, or `SUBJECT.METRIC` where the subject is not
 * empty. docs/metrics.md lists them. */
PV_RECORD_FUNCTION int pv_record_measure(pv_record *r, const char *subject, const char *metric, const char *output) {
  return pv_record_measure_(r, subject, metric, output, NULL);
}

/* Says that an output is compared with what is expected, an array of its shape. After `outside_bound` or `bound_ratio` come
 * the arguments of the bound that the contract names. */
PV_RECORD_FUNCTION int pv_record_compare(
    pv_record *r, const char *subject, const char *metric, const char *output, pv_array expected) {
  char file[256], name[256];
  snprintf(name, sizeof name, "%.90s%s%.90s", subject, *subject ? "." : "", metric);
  if (pv_record_array_(r, "oracle", name, expected, file, sizeof file)) return -1;
  return pv_record_measure_(r, subject, metric, output, file);
}

/* Says that the outputs of other variants of the kernel, such as those of other numbers of threads, are counted that differ
 * from one in any bit, as `variants_differing`. They are outputs of every kernel, with the type and shape of that one. */
PV_RECORD_FUNCTION int pv_record_variants(
    pv_record *r, const char *subject, const char *output, size_t count, const char *const *variants) {
  size_t i;
  if (!count) return pv_record_fail_(r, "%s is compared with no variant: name their outputs", output);
  if (pv_record_measure_(r, subject, "variants_differing", output, NULL)) return -1;
  pv_record_member_(r, &r->measures, "variants", NULL);
  for (i = 0; i < count; i++) {
    pv_record_append_(r, &r->measures, i ? ", " : "[");
    pv_record_quote_(r, &r->measures, variants[i]);
  }
  return pv_record_append_(r, &r->measures, "]");
}

/* Says that the drift of an output from what is expected is measured in units of another drift, as `ratio`: what became of a
 * change of the input, or how a drift grew from layer to layer. Both are measured by one metric of two arrays, such as
 * relative_l2, and have a name in evidence. */
PV_RECORD_FUNCTION int pv_record_ratio(
    pv_record *r, const char *subject, const char *metric, const char *name, const char *output, pv_array expected,
    const char *unit, pv_array array, pv_array array_expected) {
  char files[3][256], kind[32];
  if (r->failed) return -1;
  snprintf(kind, sizeof kind, "ratio.%d", r->measured + 1);
  if (pv_record_array_(r, kind, "expected", expected, files[0], sizeof files[0])
      || pv_record_array_(r, kind, "unit", array, files[1], sizeof files[1])
      || pv_record_array_(r, kind, "unit_expected", array_expected, files[2], sizeof files[2])
      || pv_record_measure_(r, subject, "ratio", output, files[0]))
    return -1;
  pv_record_member_(r, &r->measures, "of", metric);
  pv_record_member_(r, &r->measures, "name", name);
  pv_record_member_(r, &r->measures, "unit", NULL);
  pv_record_append_(r, &r->measures, "{");
  pv_record_member_(r, &r->measures, "name", unit);
  pv_record_member_(r, &r->measures, "array", files[1]);
  pv_record_member_(r, &r->measures, "expected", files[2]);
  return pv_record_append_(r, &r->measures, "}");
}

/* Says of the bound of the last measurement, before its arguments: each row of the output has arguments of its own, along
 * their first extent. */
PV_RECORD_FUNCTION int pv_record_rows_apart(pv_record *r) {
  pv_record_member_(r, &r->measures, "rows", NULL);
  return pv_record_append_(r, &r->measures, "true");
}

/* Says of the bound of the last measurement, before its arguments: the bits of what is expected depend on the machine, as a
 * BLAS's do. Then no bound_ratio is measured. */
PV_RECORD_FUNCTION int pv_record_not_portable(pv_record *r) {
  pv_record_member_(r, &r->measures, "portable", NULL);
  return pv_record_append_(r, &r->measures, "false");
}

/* An array that the bound of the last measurement takes: a number for each element, or one for all. docs/bounds.md. */
PV_RECORD_FUNCTION int pv_record_argument(pv_record *r, const char *name, pv_array array) {
  char file[256], kind[32];
  if (r->failed) return -1;
  if (!r->takes_arguments) return pv_record_fail_(r, "%s is the argument of no bound: compare by outside_bound first", name);
  snprintf(kind, sizeof kind, "bound.%d", r->measured);
  if (pv_record_array_(r, kind, name, array, file, sizeof file)) return -1;
  if (!r->arguments) {
    pv_record_member_(r, &r->measures, "arguments", NULL);
    pv_record_append_(r, &r->measures, "{");
  }
  r->arguments++;
  return pv_record_member_(r, &r->measures, name, file);
}

/* Keeps a number that was computed here; it is shown as asserted, and discharges nothing. */
PV_RECORD_FUNCTION int pv_record_assert(pv_record *r, const char *name, double value) {
  char number[32];
  snprintf(number, sizeof number, "%.17g", value);
  if (!r->asserted.count) pv_record_append_(r, &r->asserted, "{");
  return pv_record_member_(r, &r->asserted, name, number);
}

/* Keeps what varies from run to run, such as the name of a device: it goes to the run's notes, never into evidence. */
PV_RECORD_FUNCTION int pv_record_note(pv_record *r, const char *name, const char *text) {
  if (!r->notes.count) pv_record_append_(r, &r->notes, "{");
  return pv_record_member_(r, &r->notes, name, text);
}

/* The first error; empty where there is none. */
PV_RECORD_FUNCTION const char *pv_record_error(const pv_record *r) { return r->error; }

#ifdef PV_RECORD_HOOK
/* The file that an address was loaded from and where it stands there; 0 where that cannot be known. */
PV_RECORD_FUNCTION uintptr_t pv_record_place_(uintptr_t address, char *path, size_t size) {
  char line[4096 + 128];
  uintptr_t base = 0;
  char object[4096] = "";
  FILE *maps = fopen("/proc/self/maps", "r");
  if (!maps) return 0;
  while (fgets(line, sizeof line, maps)) {
    unsigned long start, end, offset;
    char *name = strchr(line, '/');
    if (!name || sscanf(line, "%lx-%lx %*s %lx", &start, &end, &offset) != 3) continue;
    name[strcspn(name, "\n")] = 0;
    if (offset == 0) {
      base = start;
      snprintf(object, sizeof object, "%s", name);
    }
    if (address >= start && address < end && strcmp(object, name) == 0) {
      unsigned char kind[18] = {0};
      FILE *file = fopen(name, "rb");
      fclose(maps);
      if (!file) return 0;
      if (fread(kind, 1, sizeof kind, file) != sizeof kind) kind[16] = 0;
      fclose(file);
      snprintf(path, size, "%s", name);
      /* 2 is a program that stands at the addresses that it was linked for. */
      return kind[16] == 2 ? address : address - base;
    }
  }
  fclose(maps);
  return 0;
}

/* A path without its parts `.` and `..`, and from the current folder; null where it is not below that. */
PV_RECORD_FUNCTION char *pv_record_relative_(char *path) {
  char folder[4096], *part, *out = path;
  size_t length;
  if (*path != '/' || !getcwd(folder, sizeof folder)) return NULL;
  for (part = path; *part;) {
    size_t count = strcspn(part + 1, "/") + 1;
    if (count == 3 && strncmp(part, "/..", 3) == 0) {
      while (out > path && *--out != '/') {}
    } else if (!(count == 1 || (count == 2 && part[1] == '.'))) {
      memmove(out, part, count);
      out += count;
    }
    part += count;
  }
  *out = 0;
  length = strlen(folder);
  return strncmp(path, folder, length) == 0 && path[length] == '/' ? path + length + 1 : NULL;
}

/* Adds the line of a function to those of its file. */
PV_RECORD_FUNCTION int pv_record_line_(pv_record *r, pv_record_text_ *lines, const char *file, long line, int of_real) {
  /* A line of its own for each: FILE, a tab, and the number, or nothing where it only could have been entered. */
  char number[32] = "";
  pv_record_append_(r, lines, file);
  if (of_real) snprintf(number, sizeof number, "%ld", line);
  pv_record_append_(r, lines, "\t");
  pv_record_append_(r, lines, number);
  return pv_record_append_(r, lines, "\n");
}

/* Asks addr2line for files and lines of functions, of many in one object at once. */
PV_RECORD_FUNCTION int pv_record_lines_(pv_record *r, pv_record_text_ *lines) {
  static const char *const tools[] = {"llvm-addr2line", "addr2line"};
  size_t at = 0;
  int tool = -1, i;
  for (i = 0; i < 2 && tool < 0; i++) {
    char command[64];
    snprintf(command, sizeof command, "command -v %s >/dev/null 2>&1", tools[i]);
    if (system(command) == 0) tool = i;
  }
  if (tool < 0) return -1;
  while (at < PV_RECORD_FUNCTIONS) {
    enum { AT_ONCE = 100 };
    char object[4096] = "", command[4096 + 64 + 20 * AT_ONCE], answer[4096 + 64];
    size_t asked[AT_ONCE], used = 0;
    int count = 0;
    FILE *stream;
    for (; at < PV_RECORD_FUNCTIONS && count < AT_ONCE; at++) {
      char path[4096] = "";
      uintptr_t place = 0;
      if (pv_record_entered.function[at])
        place = pv_record_place_(pv_record_entered.function[at], path, sizeof path);
      if (!place || strchr(path, '\'')) continue;
      if (count > 0 && strcmp(path, object) != 0) break;
      if (count == 0) {
        memcpy(object, path, sizeof path);
        used = (size_t)snprintf(command, sizeof command, "%s -e '%s'", tools[tool], path);
      }
      used += (size_t)snprintf(command + used, sizeof command - used, " 0x%llx", (unsigned long long)place);
      asked[count++] = at;
    }
    if (count == 0) break;
    stream = popen(command, "r");
    if (!stream) return -1;
    for (i = 0; i < count && fgets(answer, sizeof answer, stream); i++) {
      char *colon = strrchr(answer, ':'), *file;
      if (!colon) continue;
      *colon = 0;
      file = pv_record_relative_(answer);
      if (file) pv_record_line_(r, lines, file, strtol(colon + 1, NULL, 10), pv_record_entered.of_real[asked[i]]);
    }
    pclose(stream);
  }
  return r->failed ? -1 : 0;
}

/* `"FILE": [LINE, …]` for each file that has a function which was entered at any time. */
PV_RECORD_FUNCTION int pv_record_executed_(pv_record *r, pv_record_text_ *out) {
  pv_record_text_ lines = {0, 0, 0};
  char *line, *next;
  if (pv_record_lines_(r, &lines) || !lines.count) {
    free(lines.bytes);
    return 0;
  }
  pv_record_append_(r, out, "{\"tool\": \"-finstrument-functions\", \"lines\": {");
  for (line = lines.bytes; *line; line = next) {
    size_t length = strcspn(line, "\t");
    char *other, *end;
    int numbers = 0;
    next = line + strcspn(line, "\n") + 1;
    /* A file that stood in an earlier line is done. */
    if (*line == '\t') continue;
    line[length] = 0;
    pv_record_member_(r, out, line, NULL);
    pv_record_append_(r, out, "[");
    line[length] = '\t';
    for (other = line; *other; other = end) {
      end = other + strcspn(other, "\n") + 1;
      if (strncmp(other, line, length + 1) != 0) continue;
      if (other[length + 1] != '\n') {
        end[-1] = 0;
        if (numbers++) pv_record_append_(r, out, ", ");
        pv_record_append_(r, out, other + length + 1);
        end[-1] = '\n';
      }
      if (other != line) *other = '\t';
    }
    pv_record_append_(r, out, "]");
  }
  free(lines.bytes);
  return pv_record_append_(r, out, "}}");
}
#endif

PV_RECORD_FUNCTION int pv_record_section_(pv_record *r, pv_record_text_ *all, const char *before, pv_record_text_ *text) {
  pv_record_append_(r, all, before);
  if (text->count) pv_record_append_(r, all, text->bytes);
  return r->failed ? -1 : 0;
}

/* Writes recording.json and frees what the recording has; prints the error, if there was one.
 *
 * Returns 0, or 1 after an error: what `main` returns. */
PV_RECORD_FUNCTION int pv_record_end(pv_record *r) {
  pv_record_text_ executed = {0, 0, 0};
  pv_record_text_ *texts[9];
  size_t i;
  FILE *stream;
  if (r->ended) return r->failed;
  if (!r->failed && r->of_real != r->repeats)
    pv_record_fail_(r, "the real kernel is recorded %d times, and the contract asks for %d", r->of_real, r->repeats);
  if (!r->failed && !r->measures.count)
    pv_record_fail_(r, "nothing says what is measured: call pv_record_compare or pv_record_measure");
  pv_record_kernel_(r, NULL, "", NULL);
  pv_record_append_(r, &r->measures, r->arguments ? "}}" : "}");
#ifdef PV_RECORD_HOOK
  if (!r->failed) pv_record_executed_(r, &executed);
#endif
  pv_record_section_(r, &r->head, ",\n\"inputs\": [", &r->inputs);
  pv_record_section_(
      r, &r->head, r->repeats > 1 ? "\n],\n\"kernels\": {\n  \"real\": {\"repeats\": [" : "\n],\n\"kernels\": {\n  \"real\": ",
      &r->real);
  pv_record_section_(r, &r->head, r->repeats > 1 ? "]},\n  \"orders\": {" : ",\n  \"orders\": {", &r->orders);
  pv_record_section_(r, &r->head, "},\n  \"mutants\": {", &r->mutants);
  pv_record_section_(r, &r->head, "}\n},\n\"measure\": [", &r->measures);
  pv_record_append_(r, &r->head, "\n]");
  if (r->asserted.count) {
    pv_record_section_(r, &r->head, ",\n\"asserted\": ", &r->asserted);
    pv_record_append_(r, &r->head, "}");
  }
  if (r->notes.count) {
    pv_record_section_(r, &r->head, ",\n\"notes\": ", &r->notes);
    pv_record_append_(r, &r->head, "}");
  }
  if (executed.count) pv_record_section_(r, &r->head, ",\n\"executed\": ", &executed);
  pv_record_append_(r, &r->head, "}\n");
  if (!r->failed && (stream = pv_record_create_(r, "recording.json")) != NULL) {
    errno = 0;
    pv_record_finish_(r, stream, fwrite(r->head.bytes, 1, r->head.count, stream) == r->head.count, "recording.json");
  }
  if (r->failed) fprintf(stderr, "pv_record.h: %s\n", r->error);
  texts[0] = &r->head, texts[1] = &r->inputs, texts[2] = &r->real, texts[3] = &r->orders, texts[4] = &r->mutants;
  texts[5] = &r->measures, texts[6] = &r->asserted, texts[7] = &r->notes, texts[8] = &executed;
  for (i = 0; i < 9; i++) {
    free(texts[i]->bytes);
    texts[i]->bytes = NULL;
  }
  r->ended = 1;
  return r->failed;
}

#ifdef __cplusplus
}

#include <string>
#include <type_traits>
#include <vector>

/* MARK: C++ */

namespace pv {

/* A vector as an array of evidence: float, double, int8_t or int32_t. */
template <typename Element>
pv_array array(const std::vector<Element> &elements) {
  static_assert(
      std::is_same<Element, float>::value || std::is_same<Element, double>::value || std::is_same<Element, int8_t>::value
          || std::is_same<Element, int32_t>::value,
      "evidence has elements of float, double, int8_t and int32_t");
  return pv_array_of(
      std::is_same<Element, float>::value ? PV_F32
          : std::is_same<Element, double>::value ? PV_F64
          : std::is_same<Element, int8_t>::value ? PV_I8 : PV_I32,
      elements.data(), elements.size());
}

/* The same kernel with its sums in another order. */
template <typename Kernel>
struct order {
  std::string name;
  Kernel kernel;
};

/* A wrong kernel: it differs from the real one by one named fault alone. */
template <typename Kernel>
struct mutant {
  std::string name, fault;
  Kernel kernel;
};

/* The recording of one falsifier; see the C functions, whose names it shortens. */
class recording {
 public:
  recording(const std::string &contract, const std::string &falsifier) {
    pv_record_begin(&record, contract.c_str(), falsifier.c_str());
  }
  ~recording() { pv_record_end(&record); }
  recording(const recording &) = delete;
  recording &operator=(const recording &) = delete;

  pv_random random(const std::string &generator) { return pv_record_random(&record, generator.c_str()); }

  void input(
      const std::string &name, pv_array values, const std::string &generator, const pv_random *random = nullptr,
      size_t cases = 1) {
    pv_record_input(&record, name.c_str(), values, generator.c_str(), random ? random->seed : nullptr, cases);
  }

  template <typename Element>
  void input(
      const std::string &name, const std::vector<Element> &values, const std::string &generator,
      const pv_random *random = nullptr, size_t cases = 1) {
    input(name, array(values), generator, random, cases);
  }

  /* Records what the body gives for the real kernel, each order and each mutant: a vector, called `output`.
   *
   * Executed is what the body enters with the real kernel. */
  template <typename Kernel, typename Body>
  void judge(
      const std::string &output, const Kernel &real, const std::vector<order<Kernel>> &orders,
      const std::vector<mutant<Kernel>> &mutants, Body body) {
    for (int i = 0; i < pv_record_repeats(&record); i++) {
      pv_record_real(&record);
      this->output(output, body(real));
    }
    for (const auto &each : orders) {
      pv_record_order(&record, each.name.c_str());
      this->output(output, body(each.kernel));
    }
    for (const auto &each : mutants) {
      pv_record_mutant(&record, each.name.c_str(), each.fault.c_str());
      this->output(output, body(each.kernel));
    }
  }

  void compare(const std::string &metric, const std::string &output, pv_array expected, const std::string &subject = "") {
    pv_record_compare(&record, subject.c_str(), metric.c_str(), output.c_str(), expected);
  }

  template <typename Element>
  void compare(
      const std::string &metric, const std::string &output, const std::vector<Element> &expected,
      const std::string &subject = "") {
    compare(metric, output, array(expected), subject);
  }

  template <typename Element>
  void argument(const std::string &name, const std::vector<Element> &values) {
    pv_record_argument(&record, name.c_str(), array(values));
  }

  void measure(const std::string &metric, const std::string &output, const std::string &subject = "") {
    pv_record_measure(&record, subject.c_str(), metric.c_str(), output.c_str());
  }

  void note(const std::string &name, const std::string &text) { pv_record_note(&record, name.c_str(), text.c_str()); }

  /* What `main` returns. */
  int end() { return pv_record_end(&record); }

  /* For the C functions. */
  pv_record record;

 private:
  template <typename Element>
  void output(const std::string &name, const std::vector<Element> &values) {
    pv_record_output(&record, name.c_str(), array(values));
  }
};

}  // namespace pv
#endif

#endif
