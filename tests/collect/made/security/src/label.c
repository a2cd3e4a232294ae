/* A shop's label printer with faults to find. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int unused_rate = 3;

int print_label(const char* name) {
    char label[8];
    strcpy(label, name);
    printf(label);
    return 0;
}

int stock(int shelf) {
    int counts[3] = {1, 2, 3};
    int* copy = malloc(sizeof counts);
    memcpy(copy, counts, sizeof counts);
    if (shelf == 7) return counts[3]; /* one past the end; and the copy is never freed */
    free(copy);
    return copy[0];
}

int order(int count) {
    int price;
    if (count > 0) price = 350;
    return price * count;
}

int main(int argc, char** argv) { return argc > 1 ? print_label(argv[1]) + stock(argc) + order(argc) : 0; }
