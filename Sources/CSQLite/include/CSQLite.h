#pragma once
// SQLite (Debian: libsqlite3-0), for ClusterIO alone. The library is loaded at the first use: a command that opens no workspace does not wait for it.
#include <stddef.h>
#include <stdint.h>

typedef struct cw_sqlite cw_sqlite;
typedef struct cw_sqlite_rows cw_sqlite_rows;

/// What came of a step or a request.
enum {
  cw_sqlite_done = 0,
  cw_sqlite_row = 1,
  /// Another process holds the file.
  cw_sqlite_busy = 2,
  cw_sqlite_failed = 3,
  /// The file is no database, or is damaged.
  cw_sqlite_corrupt = 4,
  cw_sqlite_readonly = 5,
  cw_sqlite_cannot_open = 6,
  cw_sqlite_full = 7,
  /// A rule of the schema would be broken.
  cw_sqlite_constraint = 8,
};
enum { cw_sqlite_null = 0, cw_sqlite_integer = 1, cw_sqlite_number = 2, cw_sqlite_text = 3, cw_sqlite_blob = 4 };

/// 1 when the library can be loaded.
int cw_sqlite_is_there(void);
/// Opens the database at `uri`, an address of the form file:…; made when `writes` and not there. `database` is to be closed whatever the answer.
///
/// Nothing in the file's own schema is trusted. For reading alone, its triggers and views are switched off and no statement changes a row.
int cw_sqlite_open(const char *uri, int writes, cw_sqlite **database);
void cw_sqlite_close(cw_sqlite *database);
/// What went wrong last; valid until the next call.
const char *cw_sqlite_message(cw_sqlite *database);
/// Milliseconds that a request waits for another process.
void cw_sqlite_wait(cw_sqlite *database, int milliseconds);
void cw_sqlite_pause(int milliseconds);
int cw_sqlite_run(cw_sqlite *database, const char *sql);
int cw_sqlite_prepare(cw_sqlite *database, const char *sql, cw_sqlite_rows **rows);
/// The bytes are not copied: they stay until the next step has been made.
int cw_sqlite_bind_text(cw_sqlite_rows *rows, int at, const void *bytes, int count);
int cw_sqlite_bind_integer(cw_sqlite_rows *rows, int at, int64_t value);
int cw_sqlite_bind_number(cw_sqlite_rows *rows, int at, double value);
/// cw_sqlite_row, cw_sqlite_done, or what went wrong.
int cw_sqlite_step(cw_sqlite_rows *rows);
/// Makes it ready for other values; all are null.
void cw_sqlite_reset(cw_sqlite_rows *rows);
void cw_sqlite_finish(cw_sqlite_rows *rows);
/// The kind of a value; columns count from 0.
int cw_sqlite_kind(cw_sqlite_rows *rows, int column);
int64_t cw_sqlite_get_integer(cw_sqlite_rows *rows, int column);
double cw_sqlite_get_number(cw_sqlite_rows *rows, int column);
/// The bytes of a text or blob, valid until the next step.
const void *cw_sqlite_get_bytes(cw_sqlite_rows *rows, int column, int *count);
