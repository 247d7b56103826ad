#include "CVectors.h"

#define LEVEL(name) portable_##name
#include "body.h"
#undef LEVEL

#if defined(__x86_64__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LEVEL(name) avx2_##name
#include "body.h"
#undef LEVEL
#pragma clang attribute pop
#endif

int cvectors_best(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return CVECTORS_AVX2;
#endif
  return CVECTORS_PORTABLE;
}

void cvectors_attend(int level, const cvectors_pair *pair) {
#if defined(__x86_64__)
  if (level == CVECTORS_AVX2) return avx2_attend(pair);
#endif
  portable_attend(pair);
}

void cvectors_exp(int level, const double *in, double *out, ptrdiff_t count) {
#if defined(__x86_64__)
  if (level == CVECTORS_AVX2) return avx2_exp(in, out, count);
#endif
  portable_exp(in, out, count);
}

double cvectors_multiply_adds(int level, ptrdiff_t rounds) {
#if defined(__x86_64__)
  if (level == CVECTORS_AVX2) return avx2_multiply_adds(rounds);
#endif
  return portable_multiply_adds(rounds);
}
