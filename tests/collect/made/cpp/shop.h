// A tiny shop: the code under test in the C++ samples.
#pragma once
#include <stdexcept>
#include <string>
#include <vector>

struct Item { std::string name; long cents; int count; };

// Total in cents; a cart from `free_from` cents is shipped free.
inline long total(const std::vector<Item>& cart, long shipping, long free_from) {
    long sum = 0;
    for (const auto& item : cart) {
        if (item.count < 0) throw std::invalid_argument("count of \"" + item.name + "\" is below 0 <&>");
        sum += item.cents * item.count;
    }
    return sum >= free_from && free_from > 0 ? sum : sum + shipping;
}

inline long discount(long cents, int percent) {
    if (percent < 0 || percent > 100) return cents;
    return cents - cents * percent / 100;
}
