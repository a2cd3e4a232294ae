# Everything comes from the system; nothing is downloaded. ./dev names the Debian packages.
find_package(Threads REQUIRED)
find_package(pegtl REQUIRED)
find_package(fmt REQUIRED)
find_package(range-v3 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(simdjson REQUIRED)
find_package(CLI11 REQUIRED)
find_package(date REQUIRED)
find_package(RE2 MODULE REQUIRED)
find_package(Nettle MODULE REQUIRED)
find_package(IntelDecimal MODULE REQUIRED)
find_package(Graphviz MODULE REQUIRED)
find_package(LibEdit MODULE REQUIRED)
find_package(Ncurses MODULE REQUIRED)
find_package(EXPAT MODULE REQUIRED)  # CMake's own
find_package(Yaml MODULE REQUIRED)
find_package(toml11 REQUIRED)         # 3.7 on Debian 12, 4 on Debian 13
if(BUILD_TESTING)
  find_package(Catch2 REQUIRED)  # 2.13 on Debian 12, 3 on Debian 13
endif()
find_package(benchmark QUIET)  # bench/ only
