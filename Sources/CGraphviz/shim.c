#include "CGraphviz.h"

#include <dlfcn.h>
#include <graphviz/gvc.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Graphviz keeps global state: one caller at a time, and its messages are collected under the same lock.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char messages[4096];
static size_t messages_count;

// Loaded at the first drawing: a command that draws nothing starts without Graphviz and the libraries behind it.
#define FUNCTIONS(use) \
  use(gvContext) use(gvLayout) use(gvRenderData) use(gvFreeRenderData) use(gvFreeLayout) use(gvFreeContext) \
  use(agmemread) use(agclose) use(agattr) use(agseterrf) use(agreseterrors) use(agerrors)
#define DECLARE(name) static __typeof__(&name) name##_;
FUNCTIONS(DECLARE)

// What could not be loaded, in the loader's words; NULL when all is there.
static const char *load(void) {
  static int loaded;
  if (loaded) return NULL;
  void *library = dlopen("libgvc.so.6", RTLD_NOW | RTLD_GLOBAL);
  if (library == NULL) return dlerror();
#define FIND(name) \
  if ((name##_ = (__typeof__(&name))dlsym(library, #name)) == NULL) return dlerror();
  FUNCTIONS(FIND)
  loaded = 1;
  return NULL;
}

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
  // One for all drawings, never freed: the text plugin keeps the name of the last font, which would go with the context and is looked at by the next drawing.
  static GVC_t *context;
  if (context == NULL) context = gvContext_();
  if (context == NULL) return;
  Agraph_t *graph = agmemread_(dot);
  // The reader keeps what follows the first graph for the next call: take it away.
  for (Agraph_t *rest = agmemread_(""); rest != NULL; rest = agmemread_("")) agclose_(rest);
  if (graph != NULL) {
    if (dpi > 0) {
      char value[16];
      snprintf(value, sizeof value, "%d", dpi);
      agattr_(graph, AGRAPH, "dpi", value);
    }
    if (gvLayout_(context, graph, engine) == 0) {
      char *bytes = NULL;
      unsigned int count = 0;
      if (gvRenderData_(context, graph, format, &bytes, &count) == 0 && bytes != NULL) {
        result->bytes = malloc(count > 0 ? count : 1);
        if (result->bytes != NULL) {
          memcpy(result->bytes, bytes, count);
          result->count = count;
        }
      }
      if (bytes != NULL) gvFreeRenderData_(bytes);
      gvFreeLayout_(context, graph);
    }
    agclose_(graph);
  }
}

cw_graphviz_result cw_graphviz_render(const char *dot, const char *engine, const char *format, int dpi) {
  cw_graphviz_result result = {NULL, 0, NULL, 0};
  pthread_mutex_lock(&lock);
  const char *missing = load();
  if (missing != NULL) {
    result.failed = 1;
    result.message = strdup(missing);
    pthread_mutex_unlock(&lock);
    return result;
  }
  messages_count = 0;
  messages[0] = 0;
  agusererrf before = agseterrf_(collect);
  agreseterrors_();
  draw(dot, engine, format, dpi, &result);
  // A label that cannot be read still draws and still returns 0: only the messages tell.
  result.failed = agerrors_() >= AGERR || result.bytes == NULL;
  if (messages_count > 0) result.message = strdup(messages);
  agseterrf_(before);
  pthread_mutex_unlock(&lock);
  return result;
}

void cw_graphviz_free(cw_graphviz_result result) {
  free(result.bytes);
  free(result.message);
}
