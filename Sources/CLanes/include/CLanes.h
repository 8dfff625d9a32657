#ifndef CHAINWRIGHT_LANES_H
#define CHAINWRIGHT_LANES_H

#include <stdint.h>

// Sweeps over sparse rows with eight states at once: a line is 8 doubles (64 bytes, aligned), one for each state.
// The widest instructions of the processor are chosen at run time; every choice rounds alike (no fused multiply-add), so results are equal to
// the last bit on any machine.

// How many doubles one instruction handles on this processor: 8, 4 or 2.
int chainwright_lane_width(void);

// For each row r: sum = start[start_of[r]] + sum of share * old[column]; loss = max(own old loss, min(1, sum)), rounded as 1 - (1 - sum).
// `change` becomes the largest rise of each lane, if larger than it was.
void chainwright_lanes_up(
  int64_t rows, const int32_t *offsets, const int32_t *columns, const double *shares, const int32_t *start_of, const double *starts,
  const double *old_loss, double *new_loss, double *change);

// For each row r: the largest, over the row's inputs, of sum of share * passed[column]; loss[firm_of[r]] rises to it, in place.
// Where `available` is given, sales * (1 - loss) is added to available[market_of[r]].
void chainwright_lanes_down(
  int64_t rows, const int32_t *firm_of, const int32_t *input_offsets, const int32_t *link_offsets, const int32_t *columns,
  const double *shares, const double *passed, double *loss, const double *sales, const int32_t *market_of, double *available,
  double *change);

// passed = loss * min(1, sales / available[market]), or loss * 1 where nothing is available; without markets (NULL), passed = loss.
void chainwright_lanes_pass(
  int64_t firms, const double *sales, const int32_t *market_of, const double *available, const double *loss, double *passed);

#endif
