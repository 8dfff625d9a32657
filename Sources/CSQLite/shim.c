#include "CSQLite.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sqlite3.h>

#define EACH_FUNCTION(use)                                                                                                     \
  use(sqlite3_open_v2) use(sqlite3_close_v2) use(sqlite3_errmsg) use(sqlite3_busy_timeout)        \
  use(sqlite3_sleep) use(sqlite3_exec) use(sqlite3_prepare_v2) use(sqlite3_bind_text) use(sqlite3_bind_int64)                  \
  use(sqlite3_bind_double) use(sqlite3_step) use(sqlite3_reset) use(sqlite3_clear_bindings) use(sqlite3_finalize)              \
  use(sqlite3_column_type) use(sqlite3_column_int64) use(sqlite3_column_double) use(sqlite3_column_blob)                       \
  use(sqlite3_column_bytes) use(sqlite3_db_config) use(sqlite3_limit)

#define DECLARE(name) static __typeof__(name) *p_##name;
EACH_FUNCTION(DECLARE)

// Gives the functions of what a portable program has built in (scripts/portable.sh); elsewhere there is no such function.
extern void *cw_builtin(const char *name) __attribute__((weak));

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int isThere;

static void load(void) {
  int isBuiltIn = cw_builtin && cw_builtin("sqlite3_open_v2");
  void *library = isBuiltIn ? NULL : dlopen("libsqlite3.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!library && !isBuiltIn) return;
  isThere = 1;
#define FIND(name)                                                                                                             \
  p_##name = (__typeof__(name) *)(library ? dlsym(library, #name) : cw_builtin(#name)); \
  if (!p_##name) isThere = 0;
  EACH_FUNCTION(FIND)
}

int cw_sqlite_is_there(void) {
  pthread_once(&once, load);
  return isThere;
}

static int answer(int code) {
  switch (code & 0xff) {
  case SQLITE_OK:
  case SQLITE_DONE: return cw_sqlite_done;
  case SQLITE_ROW: return cw_sqlite_row;
  case SQLITE_BUSY:
  case SQLITE_LOCKED: return cw_sqlite_busy;
  case SQLITE_CORRUPT:
  case SQLITE_NOTADB: return cw_sqlite_corrupt;
  case SQLITE_READONLY: return cw_sqlite_readonly;
  case SQLITE_CANTOPEN: return cw_sqlite_cannot_open;
  case SQLITE_FULL: return cw_sqlite_full;
  case SQLITE_CONSTRAINT: return cw_sqlite_constraint;
  default: return cw_sqlite_failed;
  }
}

int cw_sqlite_open(const char *uri, int writes, cw_sqlite **database) {
  int flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX;
  // For reading too, where the file allows it: only who may write takes the two files away that stand beside one in use.
  flags |= SQLITE_OPEN_READWRITE | (writes ? SQLITE_OPEN_CREATE : 0);
  sqlite3 *opened = NULL;
  int code = p_sqlite3_open_v2(uri, &opened, flags, NULL);
  *database = (cw_sqlite *)opened;
  if (code != SQLITE_OK) return answer(code);
  p_sqlite3_db_config(opened, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  p_sqlite3_db_config(opened, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  p_sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_TRIGGER, writes, NULL);
  p_sqlite3_db_config(opened, SQLITE_DBCONFIG_ENABLE_VIEW, writes, NULL);
  p_sqlite3_limit(opened, SQLITE_LIMIT_LENGTH, 1 << 27);
  p_sqlite3_limit(opened, SQLITE_LIMIT_ATTACHED, 0);
  const char *settings = writes ? "PRAGMA cell_size_check = ON; PRAGMA foreign_keys = ON" : "PRAGMA cell_size_check = ON; PRAGMA query_only = ON";
  return answer(p_sqlite3_exec(opened, settings, NULL, NULL, NULL));
}

void cw_sqlite_close(cw_sqlite *database) { p_sqlite3_close_v2((sqlite3 *)database); }
const char *cw_sqlite_message(cw_sqlite *database) { return p_sqlite3_errmsg((sqlite3 *)database); }
void cw_sqlite_wait(cw_sqlite *database, int milliseconds) { p_sqlite3_busy_timeout((sqlite3 *)database, milliseconds); }
void cw_sqlite_pause(int milliseconds) { p_sqlite3_sleep(milliseconds); }

int cw_sqlite_run(cw_sqlite *database, const char *sql) {
  return answer(p_sqlite3_exec((sqlite3 *)database, sql, NULL, NULL, NULL));
}

int cw_sqlite_prepare(cw_sqlite *database, const char *sql, cw_sqlite_rows **rows) {
  sqlite3_stmt *statement = NULL;
  int code = p_sqlite3_prepare_v2((sqlite3 *)database, sql, -1, &statement, NULL);
  *rows = (cw_sqlite_rows *)statement;
  return answer(code);
}

int cw_sqlite_bind_text(cw_sqlite_rows *rows, int at, const void *bytes, int count) {
  return answer(p_sqlite3_bind_text((sqlite3_stmt *)rows, at, count ? bytes : "", count, SQLITE_STATIC));
}

int cw_sqlite_bind_integer(cw_sqlite_rows *rows, int at, int64_t value) {
  return answer(p_sqlite3_bind_int64((sqlite3_stmt *)rows, at, value));
}

int cw_sqlite_bind_number(cw_sqlite_rows *rows, int at, double value) {
  return answer(p_sqlite3_bind_double((sqlite3_stmt *)rows, at, value));
}

int cw_sqlite_step(cw_sqlite_rows *rows) { return answer(p_sqlite3_step((sqlite3_stmt *)rows)); }

void cw_sqlite_reset(cw_sqlite_rows *rows) {
  p_sqlite3_reset((sqlite3_stmt *)rows);
  p_sqlite3_clear_bindings((sqlite3_stmt *)rows);
}

void cw_sqlite_finish(cw_sqlite_rows *rows) { p_sqlite3_finalize((sqlite3_stmt *)rows); }

int cw_sqlite_kind(cw_sqlite_rows *rows, int column) {
  switch (p_sqlite3_column_type((sqlite3_stmt *)rows, column)) {
  case SQLITE_INTEGER: return cw_sqlite_integer;
  case SQLITE_FLOAT: return cw_sqlite_number;
  case SQLITE_TEXT: return cw_sqlite_text;
  case SQLITE_BLOB: return cw_sqlite_blob;
  default: return cw_sqlite_null;
  }
}

int64_t cw_sqlite_get_integer(cw_sqlite_rows *rows, int column) { return p_sqlite3_column_int64((sqlite3_stmt *)rows, column); }
double cw_sqlite_get_number(cw_sqlite_rows *rows, int column) { return p_sqlite3_column_double((sqlite3_stmt *)rows, column); }

const void *cw_sqlite_get_bytes(cw_sqlite_rows *rows, int column, int *count) {
  const void *bytes = p_sqlite3_column_blob((sqlite3_stmt *)rows, column);
  *count = p_sqlite3_column_bytes((sqlite3_stmt *)rows, column);
  return bytes;
}
