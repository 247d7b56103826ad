// The kernel benchmark's works in C on MPFR, rounded to nearest, without any error bound.
#include <gmp.h>
#include <mpfr.h>
#include "timing.h"

#define COUNT 1000
static __mpfr_struct a[COUNT], b[COUNT];
static mpfr_t result, five, term, quarter;

// a_i = sqrt(i + 2)/32, b_i = sqrt(3 i + 5)/55: the operands of every peer.
static void prepare(long bits) {
  for (int i = 0; i < COUNT; i++) {
    mpfr_set_prec(a + i, bits);
    mpfr_set_prec(b + i, bits);
    mpfr_sqrt_ui(a + i, i + 2, MPFR_RNDN);
    mpfr_div_ui(a + i, a + i, 32, MPFR_RNDN);
    mpfr_sqrt_ui(b + i, 3 * i + 5, MPFR_RNDN);
    mpfr_div_ui(b + i, b + i, 55, MPFR_RNDN);
  }
  mpfr_set_prec(result, bits);
  mpfr_set_prec(five, bits);
  mpfr_set_prec(term, bits);
  mpfr_set_prec(quarter, bits);
  mpfr_set_ui(five, 5, MPFR_RNDN);
}

#define N MPFR_RNDN
#define WORK(name, operations, body)               \
  static int name(long bits, long repetitions) {   \
    (void)bits;                                    \
    for (long r = 0; r < repetitions; r++) { body } \
    return operations;                             \
  }

WORK(add, COUNT, { mpfr_set_ui(result, 0, N); for (int i = 0; i < COUNT; i++) mpfr_add(result, result, a + i, N); })
WORK(mul, COUNT, { mpfr_set_ui(result, 1, N); for (int i = 0; i < COUNT; i++) mpfr_mul(result, result, b + i, N); })
WORK(fresh_add, COUNT, { for (int i = 0; i < COUNT; i++) mpfr_add(result, a + i, b + i, N); })
WORK(fresh_mul, COUNT, { for (int i = 0; i < COUNT; i++) mpfr_mul(result, a + i, b + i, N); })
WORK(divide, COUNT, { for (int i = 0; i < COUNT; i++) mpfr_div(result, a + i, b + i, N); })
WORK(root, COUNT, { for (int i = 0; i < COUNT; i++) mpfr_sqrt(result, a + i, N); })
WORK(horner, 20, {
  mpfr_set(result, a + 19, N);
  for (int i = 18; i >= 0; i--) { mpfr_mul(result, result, b + 7, N); mpfr_add(result, result, a + i, N); }
})
WORK(dot, COUNT, {
  mpfr_set_ui(result, 0, N);
  for (int i = 0; i < COUNT; i++) { mpfr_mul(term, a + i, b + i, N); mpfr_add(result, result, term, N); }
})
WORK(bessel_series, 1, {
  mpfr_sqr(quarter, five, N);
  mpfr_div_2ui(quarter, quarter, 2, N);
  mpfr_div_2ui(term, five, 1, N);
  mpfr_pow_ui(term, term, 5, N);
  mpfr_div_ui(term, term, 120, N);
  mpfr_set(result, term, N);
  for (unsigned long k = 1;; k++) {
    mpfr_mul(term, term, quarter, N);
    mpfr_div_ui(term, term, k * (k + 5), N);
    mpfr_add(result, result, term, N);
    if (mpfr_get_exp(term) < -bits - 8) break;
  }
})
#define FUNCTION(name, f) WORK(name, 100, { for (int i = 0; i < COUNT; i += 10) f(result, a + i, N); })
FUNCTION(exponential, mpfr_exp)
FUNCTION(logarithm, mpfr_log)
FUNCTION(sine, mpfr_sin)
FUNCTION(cosine, mpfr_cos)
FUNCTION(arctangent, mpfr_atan)

static void answer(void) { printf("\"value\":%.17g,\"log2radius\":null", mpfr_get_d(result, N)); }

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "version") == 0) {
    printf("MPFR %s, GMP %s\n", mpfr_get_version(), gmp_version);
    return 0;
  }
  for (int i = 0; i < COUNT; i++) { mpfr_init(a + i); mpfr_init(b + i); }
  mpfr_inits(result, five, term, quarter, NULL);
  static const struct work works[] = {
    {"add", add}, {"mul", mul}, {"fresh add", fresh_add}, {"fresh mul", fresh_mul}, {"div", divide},
    {"sqrt", root}, {"horner", horner}, {"dot", dot}, {"besselI series", bessel_series},
    {"exp", exponential}, {"log", logarithm}, {"sin", sine}, {"cos", cosine}, {"atan", arctangent},
  };
  return serve(argc, argv, works, sizeof works / sizeof *works, prepare, answer);
}
