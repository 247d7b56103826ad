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

#define AT(level, name, ...) \
  ((level) == CVECTORS_AVX2 ? avx2_##name(__VA_ARGS__) : portable_##name(__VA_ARGS__))

int cvectors_best(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? CVECTORS_AVX2 : CVECTORS_PORTABLE;
}
#else
#define AT(level, name, ...) ((void)(level), portable_##name(__VA_ARGS__))

int cvectors_best(void) { return CVECTORS_PORTABLE; }
#endif

void cvectors_attend(int level, const cvectors_pair *pair) { AT(level, attend, pair); }

void cvectors_exp(int level, const double *in, double *out, ptrdiff_t count) { AT(level, exp, in, out, count); }

double cvectors_multiply_adds(int level, ptrdiff_t rounds) { return AT(level, multiply_adds, rounds); }
