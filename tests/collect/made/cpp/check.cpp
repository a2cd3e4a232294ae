// One check a name, as ctest runs it: exit code 0 passes, 77 is skipped, the rest fails.
#include "shop.h"
#include <cstdlib>
#include <cstring>
#include <iostream>

int main(int argc, char** argv) {
    const char* name = argc > 1 ? argv[1] : "";
    if (!std::strcmp(name, "total")) return total({{"tea", 350, 2}}, 490, 5000) == 1190 ? 0 : 1;
    if (!std::strcmp(name, "free")) return total({{"pot", 5200, 1}}, 490, 5000) == 5200 ? 0 : 1;
    if (!std::strcmp(name, "discount")) {
        std::cout << "expected 900, is " << discount(1000, 20) << " <\"&'> \xc3\xa9\n]]>\x1b[31mred\x1b[0m\n";
        return discount(1000, 20) == 900 ? 0 : 1;
    }
    if (!std::strcmp(name, "loss")) { std::cout << "sold below cost <\"&'> \xc3\xa9 ]]>\n"; return 1; }
    if (!std::strcmp(name, "stock")) { std::cout << "no stock service\n"; return 77; }
    if (!std::strcmp(name, "abort")) std::abort();
    return 2;
}
