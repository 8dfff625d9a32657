// The sweeps themselves, compiled once for each instruction set: SUFFIX names them, TARGET is their attribute. No include guard by intent.

TARGET static void NAME(up)(
  int64_t rows, const int32_t *offsets, const int32_t *columns, const double *shares, const int32_t *start_of, const double *starts,
  const double *old_loss, double *new_loss, double *change) {
  const line *old_lines = (const line *)old_loss, *start_lines = (const line *)starts;
  line *new_lines = (line *)new_loss;
  line rise = *(line *)change;
  int32_t link = offsets[0];
  for (int64_t row = 0; row < rows; row++) {
    line sum = start_lines[start_of[row]];
    for (int32_t end = offsets[row + 1]; link < end; link++) sum += shares[link] * old_lines[columns[link]];
    line had = 1 - old_lines[row], has = 1 - sum;
    has = LARGER(has, zero_line);
    has = SMALLER(has, had);
    new_lines[row] = 1 - has;
    rise = LARGER(rise, had - has);
  }
  *(line *)change = rise;
}

TARGET static void NAME(down)(
  int64_t rows, const int32_t *firm_of, const int32_t *input_offsets, const int32_t *link_offsets, const int32_t *columns,
  const double *shares, const double *passed, double *loss, const double *sales, const int32_t *market_of, double *available,
  double *change) {
  const line *passed_lines = (const line *)passed;
  line *lines = (line *)loss, *available_lines = (line *)available;
  line rise = *(line *)change;
  if (rows == 0) return;
  int32_t input = input_offsets[0], link = link_offsets[input];
  for (int64_t row = 0; row < rows; row++) {
    line worst = zero_line;
    for (int32_t last = input_offsets[row + 1]; input < last; input++) {
      line sum = zero_line;
      for (int32_t end = link_offsets[input + 1]; link < end; link++) sum += shares[link] * passed_lines[columns[link]];
      worst = LARGER(worst, sum);
    }
    int32_t firm = firm_of[row];
    line had = 1 - lines[firm], has = 1 - worst;
    has = LARGER(has, zero_line);
    has = SMALLER(has, had);
    lines[firm] = 1 - has;
    rise = LARGER(rise, had - has);
    if (available_lines) available_lines[market_of[row]] += sales[row] * has;
  }
  *(line *)change = rise;
}

TARGET static void NAME(pass)(
  int64_t firms, const double *sales, const int32_t *market_of, const double *available, const double *loss, double *passed) {
  const line *lines = (const line *)loss, *available_lines = (const line *)available;
  line *passed_lines = (line *)passed;
  if (!available) {
    for (int64_t firm = 0; firm < firms; firm++) passed_lines[firm] = lines[firm];
    return;
  }
  for (int64_t firm = 0; firm < firms; firm++) {
    // Nothing available gives infinity, which the minimum makes 1: sales are above zero here.
    line part = sales[firm] / available_lines[market_of[firm]];
    passed_lines[firm] = SMALLER(part, one_line) * lines[firm];
  }
}
