#pragma once
// How a process ends before its time, for ClusterIO alone: what it had half written is taken away, whoever ends it; and renaming as Linux can do it.
//
// The state here belongs to the process as its signals do. Everything that runs within a signal is safe to run there.
#include <stddef.h>

/// From here on SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM and SIGXCPU, and the signals of a crash, take away what is half written before they end the
/// process; SIGXFSZ makes a write fail. Signals that the caller had ignored stay so.
///
/// A mapped file that another program makes shorter while it is read ends the process with `code`, after `before`, the file's name and `after` on standard error.
void cw_ending_watch(const char *before, const char *after, int code);

/// Notes that the file or folder at `path` is half written; answers its number, or -1 where there is no room to note it. A folder noted with a slash at the end is taken
/// away only when there is nothing in it. The last noted goes first.
int cw_partial_add(const char *path);
/// Forgets it: it is in its place, or taken away.
void cw_partial_forget(int number);

/// Between the two a signal does not end the process: it waits until the last `cw_ending_release`. A second one does not wait.
void cw_ending_hold(void);
void cw_ending_release(void);
/// 1 when a signal waits.
int cw_ending_waits(void);

/// Notes that a file is mapped; answers its number, or -1.
int cw_mapping_add(const void *start, size_t count, const char *shown);
void cw_mapping_forget(int number);

/// Puts the file or folder `from` in the place of `to` and the other way round, at once; -1 with errno where it cannot be done, EINVAL or ENOSYS where it never can.
int cw_exchange(const char *from, const char *to);
/// Renames where there is nothing at `to`; -1 with errno, EEXIST where there is something.
int cw_rename_new(const char *from, const char *to);
