#define _GNU_SOURCE
#include "include/cconformance.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

size_t cc_page_bytes(void) { return (size_t)sysconf(_SC_PAGESIZE); }

/* Address space: only the pages that are touched are memory. */
size_t cc_slot_bytes(void) { return (size_t)64 << 20; }

size_t cc_slot_offset(int slot) { return cc_page_bytes() + (size_t)slot * (cc_slot_bytes() + cc_page_bytes()); }

size_t cc_memory_bytes(void) { return cc_slot_offset(CC_SLOTS); }

int cc_make_memory(void) {
#ifdef __linux__
  int descriptor = memfd_create("pv-conform", MFD_CLOEXEC);
#else
  char path[] = "/tmp/pv-conform-XXXXXX";
  int descriptor = mkstemp(path);
  if (descriptor >= 0) {
    unlink(path);
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
  }
#endif
  if (descriptor < 0) return -1;
  if (ftruncate(descriptor, (off_t)cc_memory_bytes()) != 0) {
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
  }
  return descriptor;
}

static long long milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int cc_read(int descriptor, void *bytes, size_t count, int milliseconds) {
  char *next = bytes;
  long long end = milliseconds_now() + milliseconds;
  while (count > 0) {
    long long left = end - milliseconds_now();
    struct pollfd wait = {.fd = descriptor, .events = POLLIN};
    int ready = poll(&wait, 1, left > 0 ? (int)left : 0);
    if (ready < 0 && errno == EINTR) continue;
    if (ready == 0) return -1;
    ssize_t got = read(descriptor, next, count);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return 0;
    next += got;
    count -= (size_t)got;
  }
  return 1;
}

int cc_write(int descriptor, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t done = write(descriptor, next, count);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return 0;
    next += done;
    count -= (size_t)done;
  }
  return 1;
}
