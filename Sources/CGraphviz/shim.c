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
#define DECLARE(name) __typeof__(&name) name##_;
typedef struct {
  FUNCTIONS(DECLARE)
  int loaded;
  // One for all drawings, never freed: the text plugin keeps the name of the last font, which would go with the context and is looked at by the next drawing.
  GVC_t *context;
} functions;

// Gives the functions of what a portable program has built in (scripts/portable.sh); elsewhere there is no such function.
extern void *cw_builtin(const char *name) __attribute__((weak));

// Finds Graphviz for a format. What could not be loaded, in the loader's words; NULL when all is there.
static const char *load(const char *format, functions **graphviz) {
  static functions builtIn, installed;
  // What is built in writes SVG; pixels and pages take the installed one.
  int isBuiltIn = cw_builtin != NULL && strcmp(format, "svg") == 0 && cw_builtin("gvContext") != NULL;
  functions *found = isBuiltIn ? &builtIn : &installed;
  *graphviz = found;
  if (found->loaded) return NULL;
  void *library = isBuiltIn ? NULL : dlopen("libgvc.so.6", RTLD_NOW | RTLD_GLOBAL);
  if (library == NULL && !isBuiltIn) return dlerror();
#define FIND(name) \
  if ((found->name##_ = (__typeof__(&name))(isBuiltIn ? cw_builtin(#name) : dlsym(library, #name))) == NULL) return "Graphviz is not whole: no " #name;
  FUNCTIONS(FIND)
  found->loaded = 1;
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

static void draw(functions *graphviz, const char *dot, const char *engine, const char *format, int dpi, cw_graphviz_result *result) {
  if (graphviz->context == NULL) graphviz->context = graphviz->gvContext_();
  GVC_t *context = graphviz->context;
  if (context == NULL) return;
  Agraph_t *graph = graphviz->agmemread_(dot);
  // The reader keeps what follows the first graph for the next call: take it away.
  for (Agraph_t *rest = graphviz->agmemread_(""); rest != NULL; rest = graphviz->agmemread_("")) graphviz->agclose_(rest);
  if (graph != NULL) {
    if (dpi > 0) {
      char value[16];
      snprintf(value, sizeof value, "%d", dpi);
      graphviz->agattr_(graph, AGRAPH, "dpi", value);
    }
    if (graphviz->gvLayout_(context, graph, engine) == 0) {
      char *bytes = NULL;
      unsigned int count = 0;
      if (graphviz->gvRenderData_(context, graph, format, &bytes, &count) == 0 && bytes != NULL) {
        result->bytes = malloc(count > 0 ? count : 1);
        if (result->bytes != NULL) {
          memcpy(result->bytes, bytes, count);
          result->count = count;
        }
      }
      if (bytes != NULL) graphviz->gvFreeRenderData_(bytes);
      graphviz->gvFreeLayout_(context, graph);
    }
    graphviz->agclose_(graph);
  }
}

cw_graphviz_result cw_graphviz_render(const char *dot, const char *engine, const char *format, int dpi) {
  cw_graphviz_result result = {NULL, 0, NULL, 0};
  pthread_mutex_lock(&lock);
  functions *graphviz;
  const char *missing = load(format, &graphviz);
  if (missing != NULL) {
    result.failed = 1;
    result.message = strdup(missing);
    pthread_mutex_unlock(&lock);
    return result;
  }
  messages_count = 0;
  messages[0] = 0;
  agusererrf before = graphviz->agseterrf_(collect);
  graphviz->agreseterrors_();
  draw(graphviz, dot, engine, format, dpi, &result);
  // A label that cannot be read still draws and still returns 0: only the messages tell.
  result.failed = graphviz->agerrors_() >= AGERR || result.bytes == NULL;
  if (messages_count > 0) result.message = strdup(messages);
  graphviz->agseterrf_(before);
  pthread_mutex_unlock(&lock);
  return result;
}

void cw_graphviz_free(cw_graphviz_result result) {
  free(result.bytes);
  free(result.message);
}
