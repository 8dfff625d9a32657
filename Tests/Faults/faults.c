// Lets one request to the system fail, for tests of what the program does then: loaded before the program (LD_PRELOAD), told by the environment.
//
//   CHAINWRIGHT_FAULT=write:3:ENOSPC    the third write to a file below CHAINWRIGHT_FAULT_FOLDER fails, and with a + behind it (3+) every one from the third on
//   CHAINWRIGHT_FAULT=write:3:SIGTERM   … sends the process a signal before the third write
//   CHAINWRIGHT_FAULT=mmap:1:SHORTEN    … makes the file shorter after it was mapped
//   CHAINWRIGHT_FAULT_COUNT=file        at the end the number of requests of each kind is written there
//
// Requests: open (for writing), write, fsync, rename, mkdir, unlink, close (of files opened for writing), truncate, mmap. Standard output is left alone.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { k_open, k_write, k_fsync, k_rename, k_mkdir, k_unlink, k_close, k_truncate, k_mmap, k_count };
static const char *names[] = {"open", "write", "fsync", "rename", "mkdir", "unlink", "close", "truncate", "mmap"};
static atomic_int counts[k_count];
static int wanted = -1, from, isOpenEnded, failure, signalNumber, shortens;
static char folder[4096];
static int isReady;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void writeCounts(void) {
  const char *path = getenv("CHAINWRIGHT_FAULT_COUNT");
  if (!path) return;
  int descriptor = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  char text[512];
  int length = 0;
  for (int kind = 0; kind < k_count; kind++) length += snprintf(text + length, sizeof text - (size_t)length, "%s %d\n", names[kind], counts[kind]);
  syscall(SYS_write, descriptor, text, length);
  syscall(SYS_close, descriptor);
}

__attribute__((constructor)) static void begin(void) {
  const char *where = getenv("CHAINWRIGHT_FAULT_FOLDER");
  if (where) strncpy(folder, where, sizeof folder - 1);
  const char *fault = getenv("CHAINWRIGHT_FAULT");
  char kind[32], what[32];
  if (fault && sscanf(fault, "%31[^:]:%d", kind, &from) == 2) {
    const char *rest = strchr(strchr(fault, ':') + 1, ':');
    isOpenEnded = rest && rest[-1] == '+';
    strncpy(what, rest ? rest + 1 : "", sizeof what - 1);
    what[sizeof what - 1] = 0;
    for (int at = 0; at < k_count; at++) if (!strcmp(kind, names[at])) wanted = at;
    if (!strcmp(what, "ENOSPC")) failure = ENOSPC;
    if (!strcmp(what, "EIO")) failure = EIO;
    if (!strcmp(what, "EINTR")) failure = EINTR;
    if (!strcmp(what, "EACCES")) failure = EACCES;
    if (!strcmp(what, "EXDEV")) failure = EXDEV;
    if (!strcmp(what, "EINVAL")) failure = EINVAL;
    if (!strcmp(what, "SIGTERM")) signalNumber = SIGTERM;
    if (!strcmp(what, "SIGINT")) signalNumber = SIGINT;
    if (!strcmp(what, "SIGKILL")) signalNumber = SIGKILL;
    if (!strcmp(what, "SHORTEN")) shortens = 1;
  }
  atexit(writeCounts);
  isReady = 1;
}

/// Counts the request; 1 when it is to fail, with `errno`.
static int fails(enum kind kind) {
  int number = atomic_fetch_add(&counts[kind], 1) + 1;
  if ((int)kind != wanted || !(number == from || (isOpenEnded && number >= from))) return 0;
  if (signalNumber) kill(getpid(), signalNumber);
  if (!failure) return 0;
  errno = failure;
  return 1;
}

static int isBelow(const char *path) {
  if (!isReady || !path || !*folder) return 0;
  char whole[8192];
  if (path[0] != '/') {
    if (!getcwd(whole, 4096)) return 0;
    strncat(whole, "/", 2);
    strncat(whole, path, 4000);
    path = whole;
  }
  return strncmp(path, folder, strlen(folder)) == 0;
}

static int isOfInterest(int descriptor) {
  if (!isReady || descriptor < 3) return 0;
  char link[64], path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t count = readlink(link, path, sizeof path - 1);
  if (count <= 0) return 0;
  path[count] = 0;
  return isBelow(path);
}

static int isWritten(int descriptor) {
  int flags = fcntl(descriptor, F_GETFL);
  return flags >= 0 && (flags & O_ACCMODE) != O_RDONLY && isOfInterest(descriptor);
}

#define OPEN(name)                                                                                                             \
  int name(const char *path, int flags, ...) {                                                                                 \
    mode_t mode = 0;                                                                                                           \
    if (flags & (O_CREAT | O_TMPFILE)) {                                                                                       \
      va_list list;                                                                                                            \
      va_start(list, flags);                                                                                                   \
      mode = va_arg(list, mode_t);                                                                                             \
      va_end(list);                                                                                                            \
    }                                                                                                                          \
    if ((flags & O_ACCMODE) != O_RDONLY && isBelow(path) && fails(k_open)) return -1;                                          \
    return REAL(name)(path, flags, mode);                                                                                      \
  }
OPEN(open)
OPEN(open64)

#define FOPEN(name)                                                                                                            \
  FILE *name(const char *path, const char *mode) {                                                                             \
    if (*mode != 'r' && isBelow(path) && fails(k_open)) return NULL;                                                           \
    return REAL(name)(path, mode);                                                                                             \
  }
FOPEN(fopen)
FOPEN(fopen64)

ssize_t write(int descriptor, const void *bytes, size_t count) {
  if (isOfInterest(descriptor) && fails(k_write)) return -1;
  return REAL(write)(descriptor, bytes, count);
}
#define PWRITE(name, offset_t)                                                                                                 \
  ssize_t name(int descriptor, const void *bytes, size_t count, offset_t at) {                                                 \
    if (isOfInterest(descriptor) && fails(k_write)) return -1;                                                                 \
    return REAL(name)(descriptor, bytes, count, at);                                                                           \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)
// What the C library writes by itself does not pass by write: the streams of libxlsxwriter are failed as a whole.
size_t fwrite(const void *bytes, size_t size, size_t count, FILE *file) {
  if (isOfInterest(fileno(file)) && fails(k_write)) return 0;
  return REAL(fwrite)(bytes, size, count, file);
}

int fsync(int descriptor) {
  if (isOfInterest(descriptor) && fails(k_fsync)) return -1;
  return REAL(fsync)(descriptor);
}
int fdatasync(int descriptor) {
  if (isOfInterest(descriptor) && fails(k_fsync)) return -1;
  return REAL(fdatasync)(descriptor);
}
int rename(const char *old, const char *new) {
  if (isBelow(new) && fails(k_rename)) return -1;
  return REAL(rename)(old, new);
}
int renameat2(int oldFolder, const char *old, int newFolder, const char *new, unsigned int flags) {
  if (isBelow(new) && fails(k_rename)) return -1;
  return REAL(renameat2)(oldFolder, old, newFolder, new, flags);
}
int mkdir(const char *path, mode_t mode) {
  if (isBelow(path) && fails(k_mkdir)) return -1;
  return REAL(mkdir)(path, mode);
}
int unlink(const char *path) {
  if (isBelow(path) && fails(k_unlink)) return -1;
  return REAL(unlink)(path);
}
int close(int descriptor) {
  if (isReady && isWritten(descriptor) && fails(k_close)) {
    // The descriptor is gone, as on Linux it is.
    int number = errno;
    REAL(close)(descriptor);
    errno = number;
    return -1;
  }
  return REAL(close)(descriptor);
}
#define TRUNCATE(name, offset_t)                                                                                               \
  int name(int descriptor, offset_t length) {                                                                                  \
    if (isOfInterest(descriptor) && fails(k_truncate)) return -1;                                                              \
    return REAL(name)(descriptor, length);                                                                                     \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define MMAP(name, offset_t)                                                                                                   \
  void *name(void *start, size_t count, int protection, int flags, int descriptor, offset_t at) {                              \
    int isOurs = descriptor >= 3 && !(protection & PROT_EXEC) && isOfInterest(descriptor);                                     \
    void *mapped = REAL(name)(start, count, protection, flags, descriptor, at);                                                \
    if (isOurs && shortens && wanted == k_mmap && counts[k_mmap] + 1 == from) {                                                \
      char link[64], path[4096];                                                                                               \
      snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);                                                             \
      ssize_t length = readlink(link, path, sizeof path - 1);                                                                  \
      if (length > 0) {                                                                                                        \
        path[length] = 0;                                                                                                      \
        truncate(path, 0);                                                                                                     \
      }                                                                                                                        \
    }                                                                                                                          \
    if (isOurs && fails(k_mmap)) {                                                                                             \
      munmap(mapped, count);                                                                                                   \
      errno = failure;                                                                                                         \
      return MAP_FAILED;                                                                                                       \
    }                                                                                                                          \
    return mapped;                                                                                                             \
  }
MMAP(mmap, off_t)
MMAP(mmap64, off64_t)
