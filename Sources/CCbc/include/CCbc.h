#pragma once
#include <stddef.h>

/// A program to minimise, its matrix by columns. Bounds beyond ±1e30 are none.
typedef struct {
  int columns;
  int rows;
  /// `columns + 1` positions in `indices` and `elements`.
  const int *starts;
  const int *indices;
  const double *elements;
  const double *lower;
  const double *upper;
  const double *costs;
  const double *row_lower;
  const double *row_upper;
  /// 1 where a column must be whole; NULL when none must.
  const unsigned char *whole;
  /// Elapsed time; 0 is no limit.
  double seconds;
  /// Stop when the best answer is within this share of the bound.
  double gap;
  /// Of the simplex without whole columns, and of branch and cut; 0 is no limit.
  int max_iterations;
  int max_nodes;
} cw_program;

enum {
  CW_OPTIMAL = 0,
  CW_INFEASIBLE = 1,
  CW_UNBOUNDED = 2,
  /// A limit was reached, or numbers went wrong; `has_values` says whether there is an answer all the same.
  CW_STOPPED = 3,
};

/// What a solver found; the arrays belong to the caller.
typedef struct {
  int status;
  int has_values;
  /// No answer is below it.
  double bound;
  int iterations;
  /// One a column.
  double *values;
  /// One a column and one a row; not for whole columns.
  double *reduced_costs;
  double *duals;
} cw_answer;

/// Loads the solver's libraries, once. What is missing, in the loader's words; NULL when all is there.
const char *cw_cbc_load(void);

/// Solves without whole columns, by Clp's simplex; any number of calls at a time. After cw_cbc_load.
void cw_clp_solve(const cw_program *program, cw_answer *answer);

/// Solves without whole columns from a basis, by the dual simplex or the primal one, without a presolve: one byte a column and one a row, 1 for what is in the
/// basis, 2 and 3 for what stands at its upper or lower bound. Where it ended stands there afterwards. After cw_cbc_load.
void cw_clp_from(const cw_program *program, unsigned char *basis, int is_dual, cw_answer *answer);

/// A program without whole columns that stays open.
typedef struct cw_clp cw_clp;

/// Solves like cw_clp_solve and keeps the program with the basis of its optimum; NULL where it has none, or there is no memory. After cw_cbc_load.
cw_clp *cw_clp_open(const cw_program *program, cw_answer *answer);

/// Solves an open program with other bounds of its columns, by the dual simplex from the basis of the first optimum, whatever was solved in between.
void cw_clp_again(cw_clp *open, const double *lower, const double *upper, double seconds, cw_answer *answer);

void cw_clp_close(cw_clp *open);

/// What is freed is kept for what is asked for next, up to so many bytes, and not given back to the system in between. Of the whole process.
void cw_keep_memory(int bytes);

/// Solves with whole columns, by Cbc's branch and cut; calls wait for one another. After cw_cbc_load.
void cw_cbc_solve(const cw_program *program, cw_answer *answer);
