#pragma once
// The XML parser of the system (Debian: libexpat1-dev), for ClusterIO alone.
#include <expat.h>
