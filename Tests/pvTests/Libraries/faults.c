/* Libraries that other harnesses took for right ones, one for each value of FAULT; and what ends a process.
 *
 * The kinds are those of public reports: KernelBench issue 165 and pull request 82, pygpubench pull request 7, llm.c pull
 * request 852. Each is one fault in a dot product that is right otherwise.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif
#include <fenv.h>

#include "pv_kernels.h"

enum {
  ZEROS = 1, CONSTANT, NOT_WRITTEN, INPUT_CHANGED, DRIFT, KEPT_BY_POINTER, KEPT_BY_HASH, ONE_SHAPE, TABLE, BINARY16,
  AFTER_RETURN, THREAD_LEFT, ROUNDING_LEFT, FLUSH_LEFT, WRITES_BEHIND, READS_BEHIND, HANGS, EXITS, ALIGNED_ONLY,
  NAN_IGNORED, FAILS
};

static float right(size_t n, const float *a, const float *b) {
  double sum = 0;
  for (size_t i = 0; i < n; i++) sum += (double)a[i] * b[i];
  return (float)sum;
}

int pv_kernels_version(void) { return PV_KERNELS_VERSION; }

/* MARK: What stays behind */

static void *sleeps(void *nothing) {
  for (;;) pause();
  return nothing;
}

struct late {
  float *result;
  float value;
};

static void *writes_later(void *argument) {
  struct late late = *(struct late *)argument;
  free(argument);
  usleep(2000);
  *late.result = late.value;
  return NULL;
}

static void start(void *(*body)(void *), void *argument) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, body, argument) == 0) pthread_detach(thread);
}

/* Eleven significant bits. */
static float narrow(float x) {
  uint32_t bits;
  memcpy(&bits, &x, sizeof bits);
  bits = (bits + 0x1000) & 0xffffe000u;
  memcpy(&x, &bits, sizeof bits);
  return x;
}

/* The first numbers of an input that a table knows: those of the falsifier's own first cases. */
static int is_known(size_t n, const float *a);

int pv_dot_f32(size_t n, const float *a, const float *b, float *result) {
  static long calls;
  calls++;
  switch (FAULT) {
    case ZEROS: *result = 0; break;
    case CONSTANT: *result = 0.5f; break;
    case NOT_WRITTEN: break;
    case INPUT_CHANGED:
      *result = right(n, a, b);
      if (n > 0) ((float *)a)[n - 1] = -((float *)a)[n - 1];
      break;
    case DRIFT: *result = right(n, a, b) * (calls > 300 ? 1.0000002f : 1); break;
    case KEPT_BY_POINTER: {
      static const float *known_a;
      static size_t known_n;
      static float known;
      if (a != known_a || n != known_n) {
        known = right(n, a, b);
        known_a = a;
        known_n = n;
      }
      *result = known;
      break;
    }
    case KEPT_BY_HASH: {
      /* Eight numbers decide. */
      enum { ENTRIES = 65536 };
      static struct {
        uint64_t hash;
        float value;
      } table[ENTRIES];
      uint64_t hash = 1469598103934665603u ^ n;
      for (size_t i = 0; i < (n < 8 ? n : 8); i++) {
        uint32_t bits;
        memcpy(&bits, a + i, sizeof bits);
        hash = (hash ^ bits) * 1099511628211u;
        memcpy(&bits, b + i, sizeof bits);
        hash = (hash ^ bits) * 1099511628211u;
      }
      size_t slot = hash % ENTRIES;
      if (table[slot].hash != hash) {
        table[slot].hash = hash;
        table[slot].value = right(n, a, b);
      }
      *result = table[slot].value;
      break;
    }
    case ONE_SHAPE: *result = n == 64 ? right(n, a, b) : right(n < 64 ? n / 2 : 64, a, b); break;
    case TABLE: *result = is_known(n, a) ? right(n, a, b) : 1; break;
    case BINARY16: {
      float sum = 0;
      for (size_t i = 0; i < n; i++) sum = narrow(sum + narrow(narrow(a[i]) * narrow(b[i])));
      *result = sum;
      break;
    }
    case AFTER_RETURN: {
      struct late *late = malloc(sizeof *late);
      *late = (struct late){result, right(n, a, b)};
      *result = late->value + 1;
      start(writes_later, late);
      break;
    }
    case THREAD_LEFT:
      *result = right(n, a, b);
      start(sleeps, NULL);
      break;
    case ROUNDING_LEFT:
      *result = right(n, a, b);
      fesetround(FE_DOWNWARD);
      break;
    case FLUSH_LEFT:
      *result = right(n, a, b);
#if defined(__x86_64__)
      _mm_setcsr(_mm_getcsr() | 0x8040);
#endif
      break;
    case WRITES_BEHIND: result[0] = right(n, a, b), result[1] = 0; break;
    case READS_BEHIND: {
      volatile float next = a[n];
      (void)next;
      *result = right(n, a, b);
      break;
    }
    case HANGS:
      *result = right(n, a, b);
      for (volatile int forever = n == 65; forever;) {}
      break;
    case EXITS:
      if (n == 65) exit(0);
      *result = right(n, a, b);
      break;
    case ALIGNED_ONLY:
      if ((uintptr_t)a % 16 != 0) abort();
      *result = right(n, a, b);
      break;
    case NAN_IGNORED: {
      double sum = 0;
      for (size_t i = 0; i < n; i++) sum += a[i] == a[i] && b[i] == b[i] ? (double)a[i] * b[i] : 0;
      *result = (float)sum;
      break;
    }
    case FAILS:
      if (n > 100) return PV_FAILED;
      *result = right(n, a, b);
      break;
    default: return PV_FAILED;
  }
  return PV_OK;
}

#if FAULT == 9 /* TABLE */
#include "known.h"
#else
static int is_known(size_t n, const float *a) { return (void)a, n == 0; }
#endif
