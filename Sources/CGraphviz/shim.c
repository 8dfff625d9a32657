#include "CGraphviz.h"

#include <graphviz/gvc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Graphviz keeps global state: one caller at a time, and its messages are collected under the same lock.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char messages[4096];
static size_t messages_count;

static int collect(char *text) {
  size_t room = sizeof messages - 1 - messages_count;
  size_t count = strlen(text);
  if (count > room) count = room;
  memcpy(messages + messages_count, text, count);
  messages_count += count;
  messages[messages_count] = 0;
  return 0;
}

static void draw(const char *dot, const char *engine, const char *format, int dpi, cw_graphviz_result *result) {
  GVC_t *context = gvContext();
  if (context == NULL) return;
  Agraph_t *graph = agmemread(dot);
  // The reader keeps what follows the first graph for the next call: take it away.
  for (Agraph_t *rest = agmemread(""); rest != NULL; rest = agmemread("")) agclose(rest);
  if (graph != NULL) {
    if (dpi > 0) {
      char value[16];
      snprintf(value, sizeof value, "%d", dpi);
      agattr(graph, AGRAPH, "dpi", value);
    }
    if (gvLayout(context, graph, engine) == 0) {
      char *bytes = NULL;
      unsigned int count = 0;
      if (gvRenderData(context, graph, format, &bytes, &count) == 0 && bytes != NULL) {
        result->bytes = malloc(count > 0 ? count : 1);
        if (result->bytes != NULL) {
          memcpy(result->bytes, bytes, count);
          result->count = count;
        }
      }
      if (bytes != NULL) gvFreeRenderData(bytes);
      gvFreeLayout(context, graph);
    }
    agclose(graph);
  }
  gvFreeContext(context);
}

cw_graphviz_result cw_graphviz_render(const char *dot, const char *engine, const char *format, int dpi) {
  cw_graphviz_result result = {NULL, 0, NULL, 0};
  pthread_mutex_lock(&lock);
  messages_count = 0;
  messages[0] = 0;
  agusererrf before = agseterrf(collect);
  agreseterrors();
  draw(dot, engine, format, dpi, &result);
  // A label that cannot be read still draws and still returns 0: only the messages tell.
  result.failed = agerrors() >= AGERR || result.bytes == NULL;
  if (messages_count > 0) result.message = strdup(messages);
  agseterrf(before);
  pthread_mutex_unlock(&lock);
  return result;
}

void cw_graphviz_free(cw_graphviz_result result) {
  free(result.bytes);
  free(result.message);
}
