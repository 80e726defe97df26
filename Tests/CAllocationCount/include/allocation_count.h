#ifndef ALLOCATION_COUNT_H
#define ALLOCATION_COUNT_H

#include <stdbool.h>

/// Whether allocations are counted: on Linux with glibc, where a program's own malloc takes the place
/// of the library's for everything that it loads.
bool allocation_count_works(void);

/// How many blocks the calling thread has asked malloc and its like for.
unsigned long allocation_count(void);

#endif
