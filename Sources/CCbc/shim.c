#include "CCbc.h"

#include "interface.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

// Loaded at the first program: a command that solves none starts without the solver and the libraries behind it.
#define CLP(use) \
  use(Clp_newModel) use(Clp_deleteModel) use(Clp_loadProblem) use(Clp_setLogLevel) use(Clp_setMaximumSeconds) \
  use(Clp_initialSolve) use(Clp_primal) use(Clp_dual) use(Clp_status) use(Clp_primalColumnSolution) \
  use(Clp_dualColumnSolution) use(Clp_dualRowSolution) use(Clp_objectiveValue) use(Clp_setMaximumIterations) use(Clp_numberIterations) \
  use(Clp_chgColumnLower) use(Clp_chgColumnUpper) use(Clp_statusArray) use(Clp_copyinStatus)
#define CBC(use) \
  use(Cbc_newModel) use(Cbc_deleteModel) use(Cbc_loadProblem) use(Cbc_setInteger) use(Cbc_setLogLevel) \
  use(Cbc_setParameter) use(Cbc_solve) use(Cbc_status) use(Cbc_bestSolution) \
  use(Cbc_numberSavedSolutions) use(Cbc_getBestPossibleObjValue) use(Cbc_isProvenInfeasible) use(Cbc_getIterationCount)
#define DECLARE(name) static __typeof__(&name) name##_;
CLP(DECLARE)
CBC(DECLARE)

// Gives the functions of what a portable program has built in (scripts/portable.sh); elsewhere there is no such function.
extern void *cw_builtin(const char *name) __attribute__((weak));

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int loaded;
static char reason[512];

static const char *load(void) {
  int isBuiltIn = cw_builtin != NULL && cw_builtin("Cbc_newModel") != NULL;
  void *clp = isBuiltIn ? NULL : dlopen("libClp.so.1", RTLD_NOW | RTLD_LOCAL);
  if (clp == NULL && !isBuiltIn) return dlerror();
  void *cbc = isBuiltIn ? NULL : dlopen("libCbcSolver.so.3", RTLD_NOW | RTLD_LOCAL);
  if (cbc == NULL && !isBuiltIn) return dlerror();
#define FIND(library, name) (__typeof__(&name))(isBuiltIn ? cw_builtin(#name) : dlsym(library, #name))
#define FIND_CLP(name) \
  if ((name##_ = FIND(clp, name)) == NULL) return dlerror();
#define FIND_CBC(name) \
  if ((name##_ = FIND(cbc, name)) == NULL) return dlerror();
  CLP(FIND_CLP)
  CBC(FIND_CBC)
  loaded = 1;
  return NULL;
}

const char *cw_cbc_load(void) {
  pthread_mutex_lock(&lock);
  const char *missing = loaded ? NULL : load();
  if (missing != NULL && missing != reason) {
    snprintf(reason, sizeof reason, "%s", missing);
    missing = reason;
  }
  pthread_mutex_unlock(&lock);
  return missing;
}

struct cw_clp {
  Clp_Simplex *model;
  int columns;
  int rows;
  /// Of the first optimum: one a column, then one a row.
  unsigned char basis[];
};

static void give(Clp_Simplex *model, int status, int columns, int rows, cw_answer *answer) {
  answer->status = status == 0 ? CW_OPTIMAL : status == 1 ? CW_INFEASIBLE : status == 2 ? CW_UNBOUNDED : CW_STOPPED;
  answer->has_values = status == 0;
  answer->iterations = Clp_numberIterations_(model);
  if (status != 0) return;
  answer->bound = Clp_objectiveValue_(model);
  memcpy(answer->values, Clp_primalColumnSolution_(model), sizeof(double) * columns);
  memcpy(answer->reduced_costs, Clp_dualColumnSolution_(model), sizeof(double) * columns);
  memcpy(answer->duals, Clp_dualRowSolution_(model), sizeof(double) * rows);
}

static Clp_Simplex *load_program(const cw_program *program) {
  Clp_Simplex *model = Clp_newModel_();
  Clp_setLogLevel_(model, 0);
  Clp_loadProblem_(
      model, program->columns, program->rows, program->starts, program->indices, program->elements, program->lower,
      program->upper, program->costs, program->row_lower, program->row_upper);
  if (program->seconds > 0) Clp_setMaximumSeconds_(model, program->seconds);
  if (program->max_iterations > 0) Clp_setMaximumIterations_(model, program->max_iterations);
  return model;
}

static Clp_Simplex *solve(const cw_program *program, cw_answer *answer) {
  Clp_Simplex *model = load_program(program);
  Clp_initialSolve_(model);
  int status = Clp_status_(model);
  if (status != 0 && status != 3) {
    // What the presolve calls infeasible or unbounded, a simplex itself has to find: the dual one the first, the primal one the second.
    // The primal one fails (4) on some tiny infeasible programs, where the dual one does not.
    int first = status;
    Clp_dual_(model, 0);
    if (Clp_status_(model) == 2 || Clp_status_(model) == 4) Clp_primal_(model, 0);
    status = Clp_status_(model) == 4 ? first : Clp_status_(model);
  }
  give(model, status, program->columns, program->rows, answer);
  return model;
}

void cw_clp_solve(const cw_program *program, cw_answer *answer) { Clp_deleteModel_(solve(program, answer)); }

void cw_clp_from(const cw_program *program, unsigned char *basis, int is_dual, cw_answer *answer) {
  Clp_Simplex *model = load_program(program);
  Clp_copyinStatus_(model, basis);
  if (is_dual) Clp_dual_(model, 0);
  else Clp_primal_(model, 0);
  give(model, Clp_status_(model), program->columns, program->rows, answer);
  memcpy(basis, Clp_statusArray_(model), (size_t)program->columns + program->rows);
  Clp_deleteModel_(model);
}

cw_clp *cw_clp_open(const cw_program *program, cw_answer *answer) {
  Clp_Simplex *model = solve(program, answer);
  size_t count = (size_t)program->columns + program->rows;
  cw_clp *open = answer->status == CW_OPTIMAL ? malloc(sizeof *open + count) : NULL;
  if (open == NULL) {
    Clp_deleteModel_(model);
    return NULL;
  }
  open->model = model;
  open->columns = program->columns;
  open->rows = program->rows;
  memcpy(open->basis, Clp_statusArray_(model), count);
  return open;
}

void cw_clp_again(cw_clp *open, const double *lower, const double *upper, double seconds, cw_answer *answer) {
  Clp_chgColumnLower_(open->model, lower);
  Clp_chgColumnUpper_(open->model, upper);
  Clp_copyinStatus_(open->model, open->basis);
  if (seconds > 0) Clp_setMaximumSeconds_(open->model, seconds);
  Clp_dual_(open->model, 0);
  give(open->model, Clp_status_(open->model), open->columns, open->rows, answer);
}

void cw_clp_close(cw_clp *open) {
  Clp_deleteModel_(open->model);
  free(open);
}

void cw_keep_memory(int bytes) {
#ifdef __GLIBC__
  mallopt(M_TRIM_THRESHOLD, bytes);
#else
  (void)bytes;
#endif
}

void cw_cbc_solve(const cw_program *program, cw_answer *answer) {
  // Cbc keeps its parameters in one place for all models.
  pthread_mutex_lock(&lock);
  Cbc_Model *model = Cbc_newModel_();
  Cbc_loadProblem_(
      model, program->columns, program->rows, program->starts, program->indices, program->elements, program->lower,
      program->upper, program->costs, program->row_lower, program->row_upper);
  for (int column = 0; column < program->columns; column++)
    if (program->whole[column]) Cbc_setInteger_(model, column);
  char text[32];
  Cbc_setLogLevel_(model, 0);
  Cbc_setParameter_(model, "log", "0");
  Cbc_setParameter_(model, "threads", "0");
  snprintf(text, sizeof text, "%.17g", program->gap);
  Cbc_setParameter_(model, "ratioGap", text);
  Cbc_setParameter_(model, "allowableGap", "0");
  if (program->seconds > 0) {
    snprintf(text, sizeof text, "%.17g", program->seconds);
    Cbc_setParameter_(model, "timeMode", "elapsed");
    Cbc_setParameter_(model, "seconds", text);
  }
  if (program->max_nodes > 0) {
    snprintf(text, sizeof text, "%d", program->max_nodes);
    Cbc_setParameter_(model, "maxNodes", text);
  }
  Cbc_solve_(model);
  answer->iterations = Cbc_getIterationCount_(model);
  const double *best = Cbc_numberSavedSolutions_(model) > 0 ? Cbc_bestSolution_(model) : NULL;
  answer->has_values = best != NULL;
  if (best != NULL) memcpy(answer->values, best, sizeof(double) * program->columns);
  answer->bound = Cbc_getBestPossibleObjValue_(model);
  if (Cbc_status_(model) == 0 && best != NULL) answer->status = CW_OPTIMAL;
  else if (Cbc_status_(model) == 0 && Cbc_isProvenInfeasible_(model)) answer->status = CW_INFEASIBLE;
  else answer->status = CW_STOPPED;
  Cbc_deleteModel_(model);
  pthread_mutex_unlock(&lock);
}
