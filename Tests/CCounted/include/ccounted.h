#pragma once

// Two functions of different files, in a target with the flags that docs/verdicts.md names for C.
int ccounted_twice(int value);
int ccounted_thrice(int value);
