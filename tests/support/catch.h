#pragma once

// Catch2 as the system has it: version 2 on Debian 12, version 3 on Debian 13.
#if NEXUS_CATCH_MAJOR == 2
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
#endif
