// Compares cosines and sines of a RoPE table, read from standard input, with libquadmath's, one by one.
//
// usage: check BASE POSITIONS PAIRS; input: a position after the other, PAIRS cosines and PAIRS sines as
// binary32. The angle is POSITION * BASE^(-i/PAIRS) in 113 bits; its cosine and sine are rounded once.
#include <quadmath.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t count, differing;
static double nearest = 1;

static void compare(__float128 exact, float value, long position, int pair, const char *what) {
    const float expected = (float)exact;
    count++;
    if (memcmp(&expected, &value, sizeof value)) {
        if (differing++ < 10) printf("  %s of pair %d at position %ld: %a, not %a\n", what, pair, position, value, expected);
    }
    // How near the exact value lies to a middle between two binary32 numbers, relative to it.
    if (exact == 0) return;
    int exponent;
    const __float128 units = ldexpq(fabsq(frexpq(exact, &exponent)), 24);
    const __float128 fraction = units - floorq(units);
    const double distance = (double)(fabsq(fraction - 0.5Q) / units);
    if (distance < nearest) nearest = distance;
}

int main(int argc, char **argv) {
    if (argc != 4) return 2;
    const __float128 base = strtoflt128(argv[1], NULL);
    const long positions = atol(argv[2]);
    const int pairs = atoi(argv[3]);
    __float128 frequency[1024];
    float row[2048];
    if (pairs < 1 || pairs > 1024) return 2;
    for (int i = 0; i < pairs; i++) frequency[i] = powq(base, -(__float128)i / pairs);
    for (long position = 0; position < positions; position++) {
        if (fread(row, sizeof *row, 2 * pairs, stdin) != (size_t)(2 * pairs)) {
            printf("the table ends at position %ld\n", position);
            return 1;
        }
        for (int i = 0; i < pairs; i++) {
            __float128 sine, cosine;
            sincosq((__float128)position * frequency[i], &sine, &cosine);
            compare(cosine, row[i], position, i, "cosine");
            compare(sine, row[pairs + i], position, i, "sine");
        }
    }
    printf("base %s, %ld positions, %d pairs: %llu values compared, %llu differ; nearest to a middle between two binary32 "
           "numbers: a relative 2^%.2f\n",
           argv[1], positions, pairs, (unsigned long long)count, (unsigned long long)differing,
           (double)log2q(nearest));
    return differing != 0;
}
