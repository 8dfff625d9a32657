// Graphviz with its plugins built in: the layouts of the neato family and what writes SVG.
#include <gvc.h>
#include <gvplugin.h>

extern gvplugin_library_t gvplugin_core_LTX_library;
extern gvplugin_library_t gvplugin_neato_layout_LTX_library;

static lt_symlist_t plugins[] = {
    {"gvplugin_core_LTX_library", &gvplugin_core_LTX_library},
    {"gvplugin_neato_layout_LTX_library", &gvplugin_neato_layout_LTX_library},
    {0, 0},
};

GVC_t *cw_graphviz_context(void) { return gvContextPlugins(plugins, 0); }
