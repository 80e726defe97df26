/* Files of this package that `pv` has with it wherever it runs: contracts, what their experiments read, a C header. */
#ifndef CSHIPPED_H
#define CSHIPPED_H

#include <stddef.h>

struct cs_file {
  /* From the package's root. */
  const char *path;
  const unsigned char *bytes;
  size_t count;
};

size_t cs_file_count(void);
struct cs_file cs_file_at(size_t index);

#endif
