// What the Swift runtime and the C++ library of a new Linux ask of its glibc and one of 2018 does not have; and `main`, which the linker of the
// normal build renames.
#define _GNU_SOURCE
#include <errno.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/random.h>

// Not known to have a single thread: locks are always taken.
char __libc_single_threaded = 0;

void arc4random_buf(void *bytes, size_t count) {
  unsigned char *at = bytes;
  while (count > 0) {
    ssize_t got = getrandom(at, count > 256 ? 256 : count, 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) abort();
    at += got;
    count -= (size_t)got;
  }
}

uint32_t arc4random(void) {
  uint32_t number;
  arc4random_buf(&number, sizeof number);
  return number;
}

// Nobody here starts a program in another folder.
int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *actions, const char *path) {
  (void)actions, (void)path;
  return ENOSYS;
}

extern int CW_MAIN(int count, char **words);
int main(int count, char **words) { return CW_MAIN(count, words); }
