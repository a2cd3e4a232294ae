/* Faults to find, without a header (whose text the report would carry). */
static int unused_rate = 3;

int stock(int shelf) {
    int counts[3] = {1, 2, 3};
    return shelf == 7 ? counts[3] : counts[0];
}
