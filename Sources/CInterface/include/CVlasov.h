/* The C interface of Vlasov: dynamic library libCVlasov.
 *
 * Requests and answers are JSON in UTF-8, the objects of docs/schema.json, as the tool prints them with --format json;
 * arrays of doubles are read and written where they are. Every function may be called from several threads at once.
 *
 * Results: a function returns the exit status of the tool:
 *   0 a value, proved, agrees; 1 refuted, refused, disagrees; 2 undecided; 64 malformed; 130 stopped by the caller.
 * *output is then what was found, one JSON object a line (empty when there is nothing), and *error NULL or error objects, one a
 * line: {"schema":1,"error":{"parameter":..,"value":..,"domain":..,"message":..}}. Both are to be freed with vlasov_free; either
 * place may be NULL when it is not wanted.
 */
#ifndef CVLASOV_H
#define CVLASOV_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The version of this interface: it changes when a function or a struct does. */
#define VLASOV_ABI 1
int32_t vlasov_abi(void);

/* The version of the library, such as "0.1.0"; not to be freed. */
const char *vlasov_version(void);

/* Called from time to time (ten times a second) on the thread that made the call, with how many pieces are done, of how many
 * (0 of 0 where they cannot be counted). Nonzero stops the work. */
typedef int32_t (*vlasov_poll)(void *context, int64_t done, int64_t total);

/* A verb of the tool:
 *   {"verb": "eval", "id": "retrieval.t-crit", "parameters": {"beta": "1", "lambda": "1", "M": "8"},
 *    "output": "t_crit", "options": {"digits": 50}}
 * Parameters are the tool's texts, in the order of a grid; numbers and booleans are taken as they are written. Options are those
 * of the command line: true for a flag, an array for an option that repeats. "words" is an array of further words (a file, an
 * expression). The answer is JSON unless the option "format" says otherwise. */
int32_t vlasov_request(const char *request, vlasov_poll poll, void *context, char **output, char **error);

/* The modes of the kernel density estimate of x[0..count-1] with the given weights, or equal ones (NULL).
 *   {"beta": "100"} or {"bandwidth": "1/10"} or {"sweep": "1/100:1/count"}, and if wanted
 *   "digits" (lists every mode), "max-seconds", "max-bits", "threads". */
int32_t vlasov_count_modes(const double *x, const double *weights, int64_t count, const char *request,
                           vlasov_poll poll, void *context, char **output, char **error);

/* The statuses of rows of vlasov_table. */
enum { VLASOV_CERTAIN = 0, VLASOV_REFUSED = 1, VLASOV_UNDECIDED = 2, VLASOV_UNPROVED = 3 };

/* A table as doubles: lower[k] <= value of row k <= upper[k], rounded outwards; NaN where nothing is enclosed. The request has
 * "id", "parameters" and "output" as vlasov_request, and if wanted "digits" (16), "max-seconds", "max-bits", "threads". *rows is the number of rows; when it is above capacity nothing is computed or written, so
 * that a call with capacity 0 asks for it. */
int32_t vlasov_table(const char *request, double *lower, double *upper, int8_t *status, int64_t capacity,
                     int64_t *rows, vlasov_poll poll, void *context, char **error);

/* A particle simulation in doubles (nothing is certified).
 *   {"model": "sphere", "dimension": 3, "time": 20, "saves": 10, "beta": 9, ...}; docs/c-interface.md lists the models.
 * initial has count numbers: n tokens of `dimension` coordinates, row by row. times gets saves + 1 numbers and states
 * (saves + 1) * count, the initial state first; capacity is the number of states that there is room for. */
int32_t vlasov_simulate(const char *request, const double *initial, int64_t count, double *times, double *states,
                        int64_t capacity, vlasov_poll poll, void *context, char **output, char **error);

void vlasov_free(char *text);

#ifdef __cplusplus
}
#endif

#endif
