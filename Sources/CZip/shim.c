#include "CZip.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define EACH_FUNCTION(use)                                                                                                     \
  use(zip_open) use(zip_get_num_entries) use(zip_stat_index) use(zip_fopen_index) use(zip_fread) use(zip_fclose)                \
  use(zip_source_buffer) use(zip_source_free) use(zip_file_add) use(zip_file_set_mtime) use(zip_close) use(zip_discard)

#define DECLARE(name) static __typeof__(name) *p_##name;
EACH_FUNCTION(DECLARE)

// Gives the functions of what a portable program has built in (scripts/portable.sh); elsewhere there is no such function.
extern void *cw_builtin(const char *name) __attribute__((weak));

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int isThere;

static void load(void) {
  int isBuiltIn = cw_builtin && cw_builtin("zip_open");
  void *library = isBuiltIn ? NULL : dlopen("libzip.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!library && !isBuiltIn) library = dlopen("libzip.so.5", RTLD_NOW | RTLD_LOCAL);
  if (!library && !isBuiltIn) return;
  isThere = 1;
#define FIND(name)                                                                                                             \
  p_##name = (__typeof__(name) *)(library ? dlsym(library, #name) : cw_builtin(#name)); \
  if (!p_##name) isThere = 0;
  EACH_FUNCTION(FIND)
}

int cw_zip_is_there(void) {
  pthread_once(&once, load);
  return isThere;
}

cw_zip *cw_zip_open(const char *path, int forChange, int *error) {
  return (cw_zip *)p_zip_open(path, forChange ? 0 : ZIP_RDONLY, error);
}

int64_t cw_zip_count(cw_zip *archive) { return p_zip_get_num_entries((zip_t *)archive, 0); }

int cw_zip_stat(cw_zip *archive, uint64_t index, const char **name, uint64_t *size, uint64_t *compressed, int *isEncrypted) {
  zip_stat_t status;
  if (p_zip_stat_index((zip_t *)archive, index, 0, &status) != 0) return 0;
  if (!(status.valid & ZIP_STAT_NAME)) return 0;
  *name = status.name;
  *size = status.valid & ZIP_STAT_SIZE ? status.size : 0;
  *compressed = status.valid & ZIP_STAT_COMP_SIZE ? status.comp_size : 0;
  *isEncrypted = (status.valid & ZIP_STAT_ENCRYPTION_METHOD) && status.encryption_method != ZIP_EM_NONE;
  return 1;
}

cw_zip_entry *cw_zip_entry_open(cw_zip *archive, uint64_t index) {
  return (cw_zip_entry *)p_zip_fopen_index((zip_t *)archive, index, 0);
}

int64_t cw_zip_entry_read(cw_zip_entry *entry, void *bytes, uint64_t count) { return p_zip_fread((zip_file_t *)entry, bytes, count); }

void cw_zip_entry_close(cw_zip_entry *entry) { p_zip_fclose((zip_file_t *)entry); }

int cw_zip_put(cw_zip *archive, const char *name, const void *bytes, uint64_t count) {
  void *copy = malloc(count ? count : 1);
  if (!copy) return 0;
  memcpy(copy, bytes, count);
  zip_source_t *source = p_zip_source_buffer((zip_t *)archive, copy, count, 1);
  if (!source) {
    free(copy);
    return 0;
  }
  int64_t index = p_zip_file_add((zip_t *)archive, name, source, ZIP_FL_OVERWRITE | ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    p_zip_source_free(source);
    return 0;
  }
  // 1 January 1980: the first day that an archive knows, so that the same input gives the same bytes.
  p_zip_file_set_mtime((zip_t *)archive, (uint64_t)index, 315532800, 0);
  return 1;
}

int cw_zip_close(cw_zip *archive) {
  if (p_zip_close((zip_t *)archive) == 0) return 1;
  p_zip_discard((zip_t *)archive);
  return 0;
}

void cw_zip_discard(cw_zip *archive) { p_zip_discard((zip_t *)archive); }
