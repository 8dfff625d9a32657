#define _GNU_SOURCE
#include "CEnding.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { partialRoom = 256, mappingRoom = 1024, signalRoom = 65 };

// A path is taken out before it is given back, and not given back once a signal goes through them: its thread may be in the middle of it.
static _Atomic(char *) partials[partialRoom];
static atomic_int isClearing;
static struct {
  _Atomic(const char *) start;
  size_t count;
  char *shown;
} mappings[mappingRoom];

static atomic_int holds, waiting;
static struct sigaction before[signalRoom];
static const char *messageBefore = "", *messageAfter = "";
static int tornCode = 66;

// A folder, the files in it, and the folders in it with the files in those.
static void removeFolder(int at, const char *path, int depth) {
#ifdef __linux__
  struct entry {
    unsigned long long inode;
    long long offset;
    unsigned short length;
    unsigned char kind;
    char name[];
  };
  int folder = openat(at, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (folder < 0) return;
  char buffer[4096] __attribute__((aligned(16)));
  // What is taken away may move what follows: again until there is nothing.
  for (int round = 0; round < 1000; round++) {
    lseek(folder, 0, SEEK_SET);
    int removed = 0;
    long count;
    while ((count = syscall(SYS_getdents64, folder, buffer, sizeof buffer)) > 0) {
      for (long from = 0; from < count; from += ((struct entry *)(buffer + from))->length) {
        const char *name = ((struct entry *)(buffer + from))->name;
        if (!strcmp(name, ".") || !strcmp(name, "..")) continue;
        if (unlinkat(folder, name, 0) == 0) removed++;
        else if ((errno == EISDIR || errno == EPERM) && depth > 0) removeFolder(folder, name, depth - 1);
      }
    }
    if (!removed) break;
  }
  close(folder);
#endif
  unlinkat(at, path, AT_REMOVEDIR);
}

static void clear(void) {
  int number = errno;
  atomic_store(&isClearing, 1);
  for (int at = partialRoom - 1; at >= 0; at--) {
    char *path = atomic_load(&partials[at]);
    if (!path) continue;
    size_t length = strlen(path);
    if (length > 0 && path[length - 1] == '/') {
      rmdir(path);
      continue;
    }
    if (unlink(path) != 0 && (errno == EISDIR || errno == EPERM)) removeFolder(AT_FDCWD, path, 1);
  }
  errno = number;
}

static void onEnd(int number) {
  if (atomic_load(&holds) > 0) {
    int none = 0;
    if (atomic_compare_exchange_strong(&waiting, &none, number)) return;
  }
  clear();
  signal(number, SIG_DFL);
  raise(number);
}

static void say(const char *text) {
  size_t count = strlen(text);
  while (count > 0) {
    ssize_t written = write(2, text, count);
    if (written <= 0) return;
    text += written;
    count -= (size_t)written;
  }
}

static void onCrash(int number, siginfo_t *info, void *context) {
  (void)context;
  clear();
  if (number == SIGBUS && info) {
    const char *address = info->si_addr;
    for (int at = 0; at < mappingRoom; at++) {
      const char *start = atomic_load(&mappings[at].start);
      if (!start || address < start || address >= start + mappings[at].count) continue;
      say(messageBefore);
      say(mappings[at].shown);
      say(messageAfter);
      _exit(tornCode);
    }
  }
  sigaction(number, &before[number], NULL);
  // A fault comes again by itself; what was sent must be sent again.
  if (number == SIGABRT || !info || info->si_code <= 0) raise(number);
}

void cw_ending_watch(const char *first, const char *after, int code) {
  messageBefore = strdup(first);
  messageAfter = strdup(after);
  tornCode = code;
  signal(SIGXFSZ, SIG_IGN);
  static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGALRM, SIGXCPU};
  for (size_t at = 0; at < sizeof ends / sizeof *ends; at++) {
    struct sigaction action = {0}, old;
    action.sa_handler = onEnd;
    action.sa_flags = SA_RESTART | SA_NODEFER | SA_ONSTACK;
    if (sigaction(ends[at], NULL, &old) == 0 && old.sa_handler != SIG_IGN) sigaction(ends[at], &action, NULL);
  }
  static const int crashes[] = {SIGBUS, SIGSEGV, SIGILL, SIGTRAP, SIGABRT, SIGFPE};
  for (size_t at = 0; at < sizeof crashes / sizeof *crashes; at++) {
    struct sigaction action = {0};
    action.sa_sigaction = onCrash;
    action.sa_flags = SA_SIGINFO | SA_NODEFER | SA_ONSTACK;
    sigaction(crashes[at], &action, &before[crashes[at]]);
  }
}

int cw_partial_add(const char *path) {
  char *copy = strdup(path);
  for (int at = 0; copy && at < partialRoom; at++) {
    char *none = NULL;
    if (atomic_compare_exchange_strong(&partials[at], &none, copy)) return at;
  }
  free(copy);
  return -1;
}

void cw_partial_forget(int number) {
  if (number < 0 || number >= partialRoom) return;
  char *path = atomic_exchange(&partials[number], NULL);
  if (!atomic_load(&isClearing)) free(path);
}

void cw_ending_hold(void) { atomic_fetch_add(&holds, 1); }

void cw_ending_release(void) {
  if (atomic_fetch_sub(&holds, 1) != 1) return;
  int number = atomic_load(&waiting);
  if (number) onEnd(number);
}

int cw_ending_waits(void) { return atomic_load(&waiting) != 0; }

int cw_mapping_add(const void *start, size_t count, const char *shown) {
  static atomic_int next;
  for (int tried = 0; tried < mappingRoom; tried++) {
    int at = atomic_fetch_add(&next, 1) & (mappingRoom - 1);
    // Taken by a mark of its own first, so that no signal sees half of it.
    const char *none = NULL;
    static const char mark[1];
    if (!atomic_compare_exchange_strong(&mappings[at].start, &none, mark)) continue;
    mappings[at].count = count;
    // Of the file that was mapped here before, which is in no memory any more.
    free(mappings[at].shown);
    mappings[at].shown = strdup(shown);
    atomic_store(&mappings[at].start, (const char *)start);
    return at;
  }
  return -1;
}

void cw_mapping_forget(int number) {
  if (number >= 0 && number < mappingRoom) atomic_store(&mappings[number].start, NULL);
}

int cw_exchange(const char *from, const char *to) {
#ifdef __linux__
  return renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_EXCHANGE);
#else
  errno = ENOSYS;
  return -1;
#endif
}

int cw_rename_new(const char *from, const char *to) {
#ifdef __linux__
  if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
#endif
  // Two names for a moment; where there are none, as on some network drives, the look before the renaming must do.
  struct stat status;
  if (link(from, to) == 0) return unlink(from);
  if (errno == EEXIST) return -1;
  if (lstat(to, &status) == 0) {
    errno = EEXIST;
    return -1;
  }
  return rename(from, to);
}
