#pragma once
#include <stddef.h>

/// What cw_graphviz_render gives; free it with cw_graphviz_free.
typedef struct {
  /// The file's bytes; NULL when nothing was drawn.
  unsigned char *bytes;
  size_t count;
  /// What Graphviz said, errors and warnings; NULL when it said nothing.
  char *message;
  /// 1 when an error was reported, whatever was drawn.
  int failed;
} cw_graphviz_result;

/// Lays out `dot` with `engine` and draws it as `format`. `dpi` 0 leaves the format's own resolution.
/// Calls wait for one another: Graphviz is not thread-safe.
cw_graphviz_result cw_graphviz_render(const char *dot, const char *engine, const char *format, int dpi);
void cw_graphviz_free(cw_graphviz_result result);
