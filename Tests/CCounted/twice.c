#include "ccounted.h"

// Inlined or not, what is in here counts for this file.
static int doubled(int value) { return 2 * value; }

int ccounted_twice(int value) { return doubled(value); }
