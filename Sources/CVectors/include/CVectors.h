// The inner loops of dense self-attention, for the vector instructions that the processor has.
//
// Two builds of one text: `portable` (the vectors that the compiler may assume: SSE2, NEON) and, on x86-64, `avx2` (AVX2
// with fused multiply-adds). Each adds in a fixed order, so a level gives the same bits on every machine that has it;
// the levels may differ from each other in the last bits.

#ifndef CVECTORS_H
#define CVECTORS_H

#include <stddef.h>

enum {
  CVECTORS_PORTABLE = 0,
  CVECTORS_AVX2 = 1,
};

/// The best level of this processor.
int cvectors_best(void);

/// A pair of tiles of tokens, I and J: with K_ij = exp(<x_i, u_j> - shift), adds sum_j K_ij y_j to the sums of I, and,
/// if `sums_j` is not null, sum_i K_ij y_i to those of J.
///
/// The numbers of rows and the width are multiples of 4; nothing need be aligned. `u` and `y` are packed in panels of 8
/// columns (the last of 4): panel after panel, in each row after row. `u` has one row a coordinate and one column a
/// token of J, `y` one row a token and `width` columns.
typedef struct {
  ptrdiff_t rows_i, rows_j, dimension, width;
  const double *x;  // rows_i by dimension, row after row
  const double *u;
  const double *y_i, *y_j;
  double shift;
  double *kernel;  // rows_i by rows_j: K_ij, for the caller's use until the next call
  double *sums_i;  // rows_i by width, row after row
  double *sums_j;
} cvectors_pair;

void cvectors_attend(int level, const cvectors_pair *pair);

/// out[i] = exp(in[i]): relative error below 2^-52 on [-708, 709], 0 below -708, NaN for NaN; not for numbers above 709.
/// `out` may be `in`.
void cvectors_exp(int level, const double *in, double *out, ptrdiff_t count);

/// Runs 96 * rounds independent multiply-adds in registers, to measure the processor; the result means nothing.
double cvectors_multiply_adds(int level, ptrdiff_t rounds);

#endif
