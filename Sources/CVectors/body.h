// One level of the kernels: included by levels.c with LEVEL(name) defined, inside the level's instruction set.
//
// A vector is four doubles at every level. Products and sums that stand in one expression contract to fused
// multiply-adds where the level has them.

#define PANEL 8    // columns of a full panel: 6 rows of 2 vectors, with their factors, fill 16 registers
#define DEPTH 256  // inner indices per pass over a panel, so that a panel stays in the first cache
#define INLINE static inline __attribute__((always_inline))

typedef double LEVEL(vector) __attribute__((vector_size(32), aligned(8), may_alias));
typedef long long LEVEL(bits) __attribute__((vector_size(32), aligned(8), may_alias));
#define VECTOR LEVEL(vector)
#define BITS LEVEL(bits)

// c[r][v] (+)= sum_k a(r, k) b[k][v], a block of `rows` by `vectors` vectors; a(r, k) is a[r * stride + k], or
// a[k * stride + r] if `across`. All but the pointers, `depth` and the strides are constants where this is inlined.
INLINE void LEVEL(block)(
    int rows, int vectors, int across, int adds, double start, ptrdiff_t depth, const double *a, ptrdiff_t stride,
    const double *b, double *c, ptrdiff_t c_stride) {
  VECTOR sum[8][2];
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++)
      sum[r][v] = adds ? *(const VECTOR *)(c + r * c_stride + 4 * v) : (VECTOR){start, start, start, start};
  for (ptrdiff_t k = 0; k < depth; k++) {
    VECTOR row[2];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) row[v] = *(const VECTOR *)(b + 4 * v);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; r++) {
      double factor = across ? a[r] : a[r * stride];
      VECTOR factors = {factor, factor, factor, factor};
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; v++) sum[r][v] = factors * row[v] + sum[r][v];
    }
    a += across ? stride : 1;
    b += 4 * vectors;
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; r++)
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; v++) *(VECTOR *)(c + r * c_stride + 4 * v) = sum[r][v];
}

// All rows of one panel: enough at a time that no sum waits for itself, then the rest.
INLINE void LEVEL(panel)(
    int vectors, int across, int adds, double start, ptrdiff_t rows, ptrdiff_t depth, const double *a,
    ptrdiff_t stride, const double *b, double *c, ptrdiff_t c_stride) {
  int most = vectors == 2 ? 6 : 8;
  ptrdiff_t r = 0;
  for (; r + most <= rows; r += most)
    LEVEL(block)(
        most, vectors, across, adds, start, depth, a + (across ? r : r * stride), stride, b, c + r * c_stride, c_stride);
  if (r + 4 <= rows) {
    LEVEL(block)(
        4, vectors, across, adds, start, depth, a + (across ? r : r * stride), stride, b, c + r * c_stride, c_stride);
    r += 4;
  }
  if (vectors == 2 && r + 2 <= rows)
    LEVEL(block)(
        2, vectors, across, adds, start, depth, a + (across ? r : r * stride), stride, b, c + r * c_stride, c_stride);
}

// c (+)= a b: `rows` by `columns`, inner index up to `depth`, b in panels.
INLINE void LEVEL(product)(
    int across, int adds, double start, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t depth, const double *a,
    ptrdiff_t stride, const double *b, double *c, ptrdiff_t c_stride) {
  for (ptrdiff_t column = 0; column < columns; column += PANEL, b += PANEL * depth) {
    if (columns - column >= PANEL)
      LEVEL(panel)(2, across, adds, start, rows, depth, a, stride, b, c + column, c_stride);
    else
      LEVEL(panel)(1, across, adds, start, rows, depth, a, stride, b, c + column, c_stride);
  }
}

// The scores of a tile, less the shift; a long inner index in passes.
static void LEVEL(scores)(const cvectors_pair *p) {
  ptrdiff_t d = p->dimension, n = p->rows_j;
  for (ptrdiff_t column = 0; column < n; column += PANEL) {
    ptrdiff_t wide = n - column < PANEL ? n - column : PANEL;
    for (ptrdiff_t k = 0; k == 0 || k < d; k += DEPTH) {
      ptrdiff_t depth = d - k < DEPTH ? d - k : DEPTH;
      const double *b = p->u + column * d + k * wide;
      if (k == 0)
        LEVEL(product)(0, 0, -p->shift, p->rows_i, wide, depth, p->x, d, b, p->kernel + column, n);
      else
        LEVEL(product)(0, 1, 0, p->rows_i, wide, depth, p->x + k, d, b, p->kernel + column, n);
    }
  }
}

// exp: k = round(x / log 2), r = x - k log 2 in two parts (the first product and difference are exact), exp(r) =
// 1 + r + r^2 q(r) with q of degree 9 interpolated at the Chebyshev nodes of |r| <= log(2)/2, and k added to the exponent.
// Relative error, with u = 2^-53, at the worst place r = -log(2)/2, where exp(r) = 0.707 and r^2 q = 0.054: the polynomial
// 0.15 u, the rounding of r u/4, that of r^2 q 0.22 u and of r + r^2 q u/4 (their binade is below 1/2), both over 0.707,
// the last addition u/2 over 0.707: 1.8 u < 2^-52 (1.5 u is the largest seen).
INLINE void LEVEL(exp_vectors)(const double *in, double *out, int vectors) {
  const double magic = 0x1.8p52;  // adding it rounds to an integer, which the low bits then hold
  VECTOR x[4], r[4], q[4];
  BITS k[4], is_zero[4];
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) {
    x[v] = *(const VECTOR *)(in + 4 * v);
    is_zero[v] = x[v] < -708.0;
    VECTOR t = x[v] * 0x1.71547652b82fep+0 + magic;
    k[v] = (BITS)t << 52;
    t = t - magic;
    r[v] = x[v] - t * 0x1.62e42fefa3800p-1;
    r[v] = r[v] - t * 0x1.ef35793c76730p-45;
  }
#pragma clang loop unroll(full)
  for (int v = 0; v < vectors; v++) {
    VECTOR s = r[v] * r[v];
    VECTOR low = (0x1.5555555555556p-3 * r[v] + 0x1.0000000000001p-1)
        + s * (0x1.11111111109b5p-7 * r[v] + 0x1.5555555553d68p-5);
    VECTOR high = (0x1.a01a01a7c2f2cp-13 * r[v] + 0x1.6c16c17889f3cp-10)
        + s * (0x1.71de0db2eb873p-19 * r[v] + 0x1.a019b914881bap-16);
    VECTOR top = 0x1.af389eea54156p-26 * r[v] + 0x1.28917c9f3a495p-22;
    VECTOR s2 = s * s;
    q[v] = low + s2 * (high + s2 * top);
    q[v] = 1.0 + (r[v] + s * q[v]);
    q[v] = (VECTOR)(((BITS)q[v] + k[v]) & ~is_zero[v]);
    *(VECTOR *)(out + 4 * v) = q[v];
  }
}

static void LEVEL(exp)(const double *in, double *out, ptrdiff_t count) {
  ptrdiff_t i = 0;
  for (; i + 16 <= count; i += 16) LEVEL(exp_vectors)(in + i, out + i, 4);
  for (; i + 4 <= count; i += 4) LEVEL(exp_vectors)(in + i, out + i, 1);
  if (i < count) {
    double rest[4] = {0, 0, 0, 0};
    for (ptrdiff_t j = i; j < count; j++) rest[j - i] = in[j];
    LEVEL(exp_vectors)(rest, rest, 1);
    for (ptrdiff_t j = i; j < count; j++) out[j] = rest[j - i];
  }
}

static void LEVEL(attend)(const cvectors_pair *p) {
  LEVEL(scores)(p);
  LEVEL(exp)(p->kernel, p->kernel, p->rows_i * p->rows_j);
  LEVEL(product)(
      0, 1, 0, p->rows_i, p->width, p->rows_j, p->kernel, p->rows_j, p->y_j, p->sums_i, p->width);
  if (p->sums_j)
    LEVEL(product)(
        1, 1, 0, p->rows_j, p->width, p->rows_i, p->kernel, p->rows_j, p->y_i, p->sums_j, p->width);
}

// Multiplications by a factor of 1 and additions of 0, which the compiler does not know.
static double LEVEL(multiply_adds)(ptrdiff_t rounds) {
  volatile double one = 1, zero = 0;
  VECTOR a = {one, one, one, one}, b = {zero, zero, zero, zero};
  VECTOR sum[12];
#pragma clang loop unroll(full)
  for (int i = 0; i < 12; i++) sum[i] = a;
  for (ptrdiff_t n = 0; n < 2 * rounds; n++)
#pragma clang loop unroll(full)
    for (int i = 0; i < 12; i++) sum[i] = sum[i] * a + b;
  VECTOR total = sum[0];
  for (int i = 1; i < 12; i++) total = total + sum[i];
  return total[0];
}

#undef PANEL
#undef DEPTH
#undef INLINE
#undef VECTOR
#undef BITS
