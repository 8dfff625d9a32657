#pragma once
// Zip archives (Debian: libzip4), for ClusterIO alone. The library is loaded at the first use: a command that reads no workbook does not wait for it.
#include <stddef.h>
#include <stdint.h>

typedef struct cw_zip cw_zip;
typedef struct cw_zip_entry cw_zip_entry;

/// 1 when the library can be loaded.
int cw_zip_is_there(void);
/// Opens an archive; NULL with libzip's error number in `error`. An archive opened to be changed is written by cw_zip_close.
cw_zip *cw_zip_open(const char *path, int forChange, int *error);
int64_t cw_zip_count(cw_zip *archive);
/// The entry's name (as its bytes), its sizes and whether it is encrypted; 0 when it cannot be told.
int cw_zip_stat(cw_zip *archive, uint64_t index, const char **name, uint64_t *size, uint64_t *compressed, int *isEncrypted);
cw_zip_entry *cw_zip_entry_open(cw_zip *archive, uint64_t index);
/// Bytes read, 0 at the end, -1 where the entry is damaged.
int64_t cw_zip_entry_read(cw_zip_entry *entry, void *bytes, uint64_t count);
void cw_zip_entry_close(cw_zip_entry *entry);
/// Puts an entry into an archive opened to be changed, in the place of one of the same name; the bytes are copied. 0 when it fails.
int cw_zip_put(cw_zip *archive, const char *name, const void *bytes, uint64_t count);
/// Writes what was changed and closes; 0 when it fails, and then nothing was written.
int cw_zip_close(cw_zip *archive);
/// Closes without writing.
void cw_zip_discard(cw_zip *archive);
