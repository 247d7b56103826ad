/* Calls every function of CVlasov.h from C, with good and bad input. `calls ROUNDS` prints "ok" and by how many bytes the heap
 * grew over the second half of the rounds; built with a leak detector it also ends with its report. */
#include <malloc.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "CVlasov.h"

static int failures = 0;

#define CHECK(condition)                                              \
  do {                                                                \
    if (!(condition)) {                                               \
      fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
      failures++;                                                     \
    }                                                                 \
  } while (0)

/* A request that must end with a status, and whose output or error must contain a text. */
static void expect(const char *request, int32_t status, const char *found, const char *complaint) {
  char *output = NULL, *error = NULL;
  int32_t got = vlasov_request(request, NULL, NULL, &output, &error);
  if (got != status || (found && !(output && strstr(output, found))) ||
      (complaint && !(error && strstr(error, complaint)))) {
    fprintf(stderr, "%.200s: status %d, output %.300s, error %.300s\n", request ? request : "NULL", got,
            output ? output : "NULL", error ? error : "NULL");
    failures++;
  }
  vlasov_free(output);
  vlasov_free(error);
}

static int32_t stop_at_once(void *context, int64_t done, int64_t total) {
  (void)done;
  (void)total;
  ++*(int *)context;
  return 1;
}

static void requests(void) {
  expect("{\"verb\":\"eval\",\"id\":\"retrieval.t-crit\",\"parameters\":{\"beta\":1,\"lambda\":\"1\",\"M\":8},"
         "\"options\":{\"digits\":20}}", 0, "\"value\":\"2.4574889803282556125\"", NULL);
  expect("{\"verb\":\"eval\",\"id\":\"retrieval.t-crit\",\"parameters\":{\"beta\":-1,\"lambda\":1,\"M\":8}}", 64, NULL,
         "\"parameter\":\"beta\"");
  expect("{\"verb\":\"eval\",\"id\":\"retrieval.nothing\"}", 64, NULL, "retrieval.nothing");
  expect("{\"verb\":\"expr\",\"words\":[\"-1/3\"]}", 0, "-1/3", NULL);
  expect("{\"verb\":\"check\",\"id\":\"retrieval.t-crit\",\"parameters\":{\"beta\":1,\"lambda\":1,\"M\":8,\"t\":5}}", 1,
         "refuted", NULL);
  expect("{\"verb\":\"table\",\"id\":\"retrieval.t-crit\",\"parameters\":{\"beta\":\"1,2\",\"lambda\":1,\"M\":8}}", 0,
         "\"row\":2", NULL);
  expect("{\"verb\":\"list\"}", 0, "retrieval.profile", NULL);
  expect("{\"verb\":\"show\",\"id\":\"kde.moments\"}", 0, "\"statement\"", NULL);
  expect("{\"verb\":\"nothing\"}", 64, NULL, "message");
  expect("{\"verb\":\"figure\",\"id\":\"retrieval.profile\"}", 64, NULL, "vlasov.figure");
  expect("{\"verb\":\"eval\",\"id\":\"retrieval.t-crit\",\"options\":{\"digits\":0}}", 64, NULL, "digits");
  expect("{\"verb\":\"modes\",\"words\":[\"-\"],\"options\":{\"beta\":1}}", 64, NULL, "standard input");
  expect("", 64, NULL, "JSON");
  expect("[1]", 64, NULL, "object");
  expect("{\"verb\":1e", 64, NULL, "JSON");
  expect("\xff\xfe", 64, NULL, "UTF-8");
  expect(NULL, 64, NULL, "NULL");
  /* Nobody needs the texts. */
  CHECK(vlasov_request("{\"verb\":\"list\"}", NULL, NULL, NULL, NULL) == 0);
}

static void modes(void) {
  double x[] = {0, 1, 5, 6, 5.5}, w[] = {1, 1, 2, 0.5, 1}, bad[] = {0, NAN};
  char *output = NULL, *error = NULL;
  CHECK(vlasov_count_modes(x, NULL, 5, "{\"bandwidth\":\"1\"}", NULL, NULL, &output, &error) == 0);
  CHECK(output && strstr(output, "\"modes\":2") && error == NULL);
  vlasov_free(output);
  CHECK(vlasov_count_modes(x, w, 5, "{\"bandwidth\":\"1\",\"digits\":20}", NULL, NULL, &output, &error) == 0);
  CHECK(output && strstr(output, "\"location\""));
  vlasov_free(output);
  CHECK(vlasov_count_modes(bad, NULL, 2, "{\"beta\":1}", NULL, NULL, &output, &error) == 64);
  CHECK(error && strstr(error, "array[1]"));
  vlasov_free(output);
  vlasov_free(error);
  CHECK(vlasov_count_modes(NULL, NULL, 3, "{\"beta\":1}", NULL, NULL, NULL, NULL) == 64);
  CHECK(vlasov_count_modes(x, NULL, -1, "{\"beta\":1}", NULL, NULL, NULL, NULL) == 64);
  CHECK(vlasov_count_modes(x, NULL, 0, "{\"beta\":1}", NULL, NULL, NULL, NULL) == 64);
  CHECK(vlasov_count_modes(x, NULL, 5, "{\"beta\":-1}", NULL, NULL, NULL, NULL) == 64);
}

static void tables(void) {
  const char *request =
      "{\"id\":\"retrieval.t-crit\",\"parameters\":{\"lambda\":1,\"M\":8,\"beta\":\"1:3/3\"},\"threads\":2}";
  double lower[3], upper[3];
  int8_t status[3];
  int64_t rows = -1;
  CHECK(vlasov_table(request, NULL, NULL, NULL, 0, &rows, NULL, NULL, NULL) == 0 && rows == 3);
  CHECK(vlasov_table(request, lower, upper, status, 3, &rows, NULL, NULL, NULL) == 0);
  /* beta = 1: 2.45748898032825561249...; one unit of a double there is 4.4e-16. */
  CHECK(lower[0] <= 2.457488980328256 && 2.457488980328255 <= upper[0] && upper[0] - lower[0] < 4e-15);
  CHECK(status[0] == VLASOV_CERTAIN && lower[2] < 0.18 && upper[2] > 0.17);
  char *error = NULL;
  CHECK(vlasov_table("{\"id\":\"retrieval.t-crit\"}", lower, upper, status, 3, &rows, NULL, NULL, &error) == 64);
  CHECK(error && strstr(error, "missing parameter"));
  vlasov_free(error);
}

static void simulations(void) {
  double initial[] = {1, 0, 0, 1, 0.6, 0.8}, times[3], states[18];
  char *output = NULL, *error = NULL;
  const char *request = "{\"model\":\"sphere\",\"dimension\":2,\"time\":2,\"saves\":2,\"beta\":1}";
  CHECK(vlasov_simulate(request, initial, 6, times, states, 3, NULL, NULL, &output, &error) == 0);
  CHECK(output && strstr(output, "simulated") && times[2] == 2 && fabs(hypot(states[12], states[13]) - 1) < 1e-9);
  vlasov_free(output);
  CHECK(vlasov_simulate(request, initial, 6, times, states, 2, NULL, NULL, &output, &error) == 64);
  CHECK(error && strstr(error, "capacity"));
  vlasov_free(output);
  vlasov_free(error);
  CHECK(vlasov_simulate("{\"model\":\"none\",\"time\":1}", initial, 6, times, states, 3, NULL, NULL, NULL, NULL) == 64);
  CHECK(vlasov_simulate(request, NULL, 6, times, states, 3, NULL, NULL, NULL, NULL) == 64);
}

/* A long call that is stopped the first time the caller is asked: on the caller's thread, and apart. */
static void stopping(void) {
  const char *calls[] = {
      "{\"verb\":\"eval\",\"id\":\"retrieval.t-crit\",\"parameters\":{\"beta\":1,\"lambda\":1,\"M\":8},"
      "\"options\":{\"digits\":100000}}",
      "{\"verb\":\"table\",\"id\":\"retrieval.t-crit\",\"parameters\":{\"beta\":\"1:3/100000\",\"lambda\":1,\"M\":8},"
      "\"options\":{\"digits\":1000}}"};
  for (int k = 0; k < 2; k++) {
    int asked = 0;
    char *output = NULL, *error = NULL;
    CHECK(vlasov_request(calls[k], stop_at_once, &asked, &output, &error) == 130);
    CHECK(asked == 1 && output && output[0] == 0 && error == NULL);
    vlasov_free(output);
  }
}

static void *repeat(void *unused) {
  for (int k = 0; k < 5; k++) requests();
  return unused;
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 4;
  CHECK(vlasov_abi() == VLASOV_ABI);
  CHECK(vlasov_version() && strlen(vlasov_version()) >= 5);
  stopping();
  size_t half = 0;
  for (int k = 0; k < rounds; k++) {
    if (k == rounds / 2) half = mallinfo2().uordblks;
    requests();
    modes();
    tables();
    simulations();
  }
  long grown = (long)mallinfo2().uordblks - (long)half;
  pthread_t threads[4];
  for (int k = 0; k < 4; k++) pthread_create(&threads[k], NULL, repeat, NULL);
  for (int k = 0; k < 4; k++) pthread_join(threads[k], NULL);
  vlasov_free(NULL);
  if (failures > 0) return 1;
  printf("ok, %ld bytes more\n", grown);
  return 0;
}
