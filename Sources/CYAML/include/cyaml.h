#pragma once
// The YAML parser of the system (Debian: libyaml-dev), for ClusterIO alone.
#include <yaml.h>
