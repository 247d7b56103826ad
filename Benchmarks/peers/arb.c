// The kernel benchmark's works in C on Arb (Debian's libflint-arb-dev).
#include <math.h>
#include <arb.h>
#include <arb_hypgeom.h>
#include "timing.h"

#define COUNT 1000
static arb_struct a[COUNT], b[COUNT];
static arb_t result, five, term, quarter;

// a_i = sqrt(i + 2)/32, b_i = sqrt(3 i + 5)/55: the operands of every peer.
static void prepare(long bits) {
  for (int i = 0; i < COUNT; i++) {
    arb_sqrt_ui(a + i, i + 2, bits);
    arb_div_ui(a + i, a + i, 32, bits);
    arb_sqrt_ui(b + i, 3 * i + 5, bits);
    arb_div_ui(b + i, b + i, 55, bits);
  }
  arb_set_ui(five, 5);
}

#define WORK(name, operations, body)               \
  static int name(long bits, long repetitions) {   \
    for (long r = 0; r < repetitions; r++) { body } \
    return operations;                             \
  }

WORK(add, COUNT, { arb_zero(result); for (int i = 0; i < COUNT; i++) arb_add(result, result, a + i, bits); })
WORK(mul, COUNT, { arb_one(result); for (int i = 0; i < COUNT; i++) arb_mul(result, result, b + i, bits); })
WORK(fresh_add, COUNT, { for (int i = 0; i < COUNT; i++) arb_add(result, a + i, b + i, bits); })
WORK(fresh_mul, COUNT, { for (int i = 0; i < COUNT; i++) arb_mul(result, a + i, b + i, bits); })
WORK(divide, COUNT, { for (int i = 0; i < COUNT; i++) arb_div(result, a + i, b + i, bits); })
WORK(root, COUNT, { for (int i = 0; i < COUNT; i++) arb_sqrt(result, a + i, bits); })
WORK(horner, 20, {
  arb_set(result, a + 19);
  for (int i = 18; i >= 0; i--) { arb_mul(result, result, b + 7, bits); arb_add(result, result, a + i, bits); }
})
WORK(dot, COUNT, { arb_dot(result, NULL, 0, a, 1, b, 1, COUNT, bits); })
WORK(bessel, 1, { arb_set_ui(term, 5); arb_hypgeom_bessel_i(result, term, five, bits); })
// The ascending series in place, each term from the one before.
WORK(bessel_series, 1, {
  arb_sqr(quarter, five, bits);
  arb_mul_2exp_si(quarter, quarter, -2);
  arb_mul_2exp_si(term, five, -1);
  arb_pow_ui(term, term, 5, bits);
  arb_div_ui(term, term, 120, bits);
  arb_set(result, term);
  for (ulong k = 1;; k++) {
    arb_mul(term, term, quarter, bits);
    arb_div_ui(term, term, k * (k + 5), bits);
    arb_add(result, result, term, bits);
    if (arf_cmpabs_2exp_si(arb_midref(term), -bits - 8) < 0) break;
  }
  // All later terms together are below the last one.
  arb_add_error_2exp_si(result, -bits - 8);
})
#define FUNCTION(name, f) WORK(name, 100, { for (int i = 0; i < COUNT; i += 10) f(result, a + i, bits); })
FUNCTION(exponential, arb_exp)
FUNCTION(logarithm, arb_log)
FUNCTION(sine, arb_sin)
FUNCTION(cosine, arb_cos)
FUNCTION(arctangent, arb_atan)

static void answer(void) {
  printf("\"value\":%.17g,\"log2radius\":", arf_get_d(arb_midref(result), ARF_RND_NEAR));
  if (mag_is_zero(arb_radref(result))) printf("null");
  else printf("%.4f", log2(MAG_MAN(arb_radref(result))) - MAG_BITS + fmpz_get_d(MAG_EXPREF(arb_radref(result))));
}

int main(int argc, char **argv) {
  for (int i = 0; i < COUNT; i++) { arb_init(a + i); arb_init(b + i); }
  arb_init(result); arb_init(five); arb_init(term); arb_init(quarter);
  if (argc > 1 && strcmp(argv[1], "version") == 0) {
    printf("Arb %s, FLINT %s\n", arb_version, FLINT_VERSION);
    return 0;
  }
  static const struct work works[] = {
    {"add", add}, {"mul", mul}, {"fresh add", fresh_add}, {"fresh mul", fresh_mul}, {"div", divide},
    {"sqrt", root}, {"horner", horner}, {"dot", dot}, {"besselI", bessel}, {"besselI series", bessel_series},
    {"exp", exponential}, {"log", logarithm}, {"sin", sine}, {"cos", cosine}, {"atan", arctangent},
  };
  return serve(argc, argv, works, sizeof works / sizeof *works, prepare, answer);
}
