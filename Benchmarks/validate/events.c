/* libyaml's bare event loop over files: the bytes in memory, every event made and dropped, nothing kept.
 *
 * usage: events FILE...    prints the seconds of one pass, as pv makes one, the number of events, and the seconds of
 * processor time, which what else the machine does changes less. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <yaml.h>

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static long events(const unsigned char *bytes, size_t count) {
  yaml_parser_t parser;
  yaml_event_t event;
  long seen = 0;
  int done = 0;
  if (!yaml_parser_initialize(&parser)) abort();
  yaml_parser_set_input_string(&parser, bytes, count);
  while (!done && yaml_parser_parse(&parser, &event)) {
    seen++;
    done = event.type == YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return seen;
}

int main(int argc, char **argv) {
  unsigned char **bytes = calloc((size_t)argc, sizeof *bytes);
  size_t *counts = calloc((size_t)argc, sizeof *counts);
  long seen = 0;
  if (!bytes || !counts) return 1;
  for (int i = 1; i < argc; i++) {
    FILE *file = fopen(argv[i], "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) return 1;
    counts[i] = (size_t)ftell(file);
    rewind(file);
    bytes[i] = malloc(counts[i] + 1);
    if (!bytes[i] || fread(bytes[i], 1, counts[i], file) != counts[i]) return 1;
    fclose(file);
  }
  double start = now(CLOCK_MONOTONIC), start_processor = now(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 1; i < argc; i++) seen += events(bytes[i], counts[i]);
  double processor = now(CLOCK_PROCESS_CPUTIME_ID) - start_processor, time = now(CLOCK_MONOTONIC) - start;
  printf("%.6f %ld %.6f\n", time, seen, processor);
  return 0;
}
