#include "CLanes.h"
#include <stddef.h>

#pragma STDC FP_CONTRACT OFF

typedef double line __attribute__((vector_size(64), aligned(64)));
typedef long long mask __attribute__((vector_size(64)));

#define zero_line ((line){0, 0, 0, 0, 0, 0, 0, 0})
#define one_line ((line){1, 1, 1, 1, 1, 1, 1, 1})
#define CHOOSE(which, a, b) ((line)(((mask)(a) & (which)) | ((mask)(b) & ~(which))))
#define LARGER(a, b) CHOOSE((a) > (b), a, b)
#define SMALLER(a, b) CHOOSE((a) < (b), a, b)

#define TARGET
#define NAME(x) portable_##x
#include "rows.h"
#undef TARGET
#undef NAME

#if defined(__x86_64__)
#define TARGET __attribute__((target("avx2")))
#define NAME(x) avx2_##x
#include "rows.h"
#undef TARGET
#undef NAME
#define TARGET __attribute__((target("avx512f,avx512vl,avx512dq")))
#define NAME(x) avx512_##x
#include "rows.h"
#undef TARGET
#undef NAME

int chainwright_lane_width(void) {
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq")) return 8;
  return __builtin_cpu_supports("avx2") ? 4 : 2;
}
#define CALL(name, ...) \
  switch (chainwright_lane_width()) { \
  case 8: avx512_##name(__VA_ARGS__); break; \
  case 4: avx2_##name(__VA_ARGS__); break; \
  default: portable_##name(__VA_ARGS__); \
  }
#else
int chainwright_lane_width(void) { return 2; }
#define CALL(name, ...) portable_##name(__VA_ARGS__);
#endif

void chainwright_lanes_up(
  int64_t rows, const int32_t *offsets, const int32_t *columns, const double *shares, const int32_t *start_of, const double *starts,
  const double *old_loss, double *new_loss, double *change) {
  CALL(up, rows, offsets, columns, shares, start_of, starts, old_loss, new_loss, change)
}

void chainwright_lanes_down(
  int64_t rows, const int32_t *firm_of, const int32_t *input_offsets, const int32_t *link_offsets, const int32_t *columns,
  const double *shares, const double *passed, double *loss, const double *sales, const int32_t *market_of, double *available,
  double *change) {
  CALL(down, rows, firm_of, input_offsets, link_offsets, columns, shares, passed, loss, sales, market_of, available, change)
}

void chainwright_lanes_pass(
  int64_t firms, const double *sales, const int32_t *market_of, const double *available, const double *loss, double *passed) {
  CALL(pass, firms, sales, market_of, available, loss, passed)
}
