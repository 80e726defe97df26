/* The style sheet and the script of the pages that `pv site` makes. */
#ifndef CSITE_H
#define CSITE_H

#include <stddef.h>

struct cst_file {
  const unsigned char *bytes;
  size_t count;
};

struct cst_file cst_style(void);
struct cst_file cst_script(void);

#endif
