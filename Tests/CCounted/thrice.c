#include "ccounted.h"

int ccounted_thrice(int value) { return 3 * value; }
