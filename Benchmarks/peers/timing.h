// Timing and the line protocol of the C peers of the kernel benchmark.
//
// A peer reads lines `work,bits` and answers each with one JSON line: the CPU time of one operation in one sample
// of some milliseconds, the value of the last result, and for balls log2 of its radius. Without standard input to
// read, `all` as an argument runs every work at every precision.
#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double cpu_time(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

// A work runs `repetitions` times and says how many operations one repetition is.
typedef int (*work_function)(long bits, long repetitions);
struct work { const char *name; work_function run; };

static const long all_bits[] = {64, 128, 256, 1024, 4096};

// One sample: repetitions double until they fill 3 ms; the count is kept for the next sample.
static double sample(const struct work *w, long bits, long *repetitions) {
  if (*repetitions == 0) {
    *repetitions = 1;
    for (;;) {
      double start = cpu_time();
      w->run(bits, *repetitions);
      if (cpu_time() - start > 3e6) break;
      *repetitions *= 2;
    }
  }
  double start = cpu_time();
  int operations = w->run(bits, *repetitions);
  return (cpu_time() - start) / ((double)*repetitions * operations);
}

// `answer` prints the value and the radius of the work's last result.
static int serve(int argc, char **argv, const struct work *works, int count, void (*prepare)(long),
                 void (*answer)(void)) {
  char name[64];
  long bits, prepared = 0;
  long repetitions[64][5];
  memset(repetitions, 0, sizeof repetitions);
  int all = argc > 1 && strcmp(argv[1], "all") == 0;
  for (int step = 0;; step++) {
    if (all) {
      if (step == 5 * count) return 0;
      snprintf(name, sizeof name, "%s", works[step % count].name);
      bits = all_bits[step / count];
    } else if (scanf(" %63[^,],%ld", name, &bits) != 2) {
      return 0;
    }
    int i = 0, k = 0;
    while (i < count && strcmp(works[i].name, name)) i++;
    while (k < 5 && all_bits[k] != bits) k++;
    if (i == count || k == 5) {
      printf("{\"work\":\"%s\",\"bits\":%ld,\"ns\":null}\n", name, bits);
    } else {
      if (prepared != bits) prepare(bits);
      prepared = bits;
      double ns = sample(&works[i], bits, &repetitions[i][k]);
      printf("{\"work\":\"%s\",\"bits\":%ld,\"ns\":%.3f,", name, bits, ns);
      answer();
      printf("}\n");
    }
    fflush(stdout);
  }
}
