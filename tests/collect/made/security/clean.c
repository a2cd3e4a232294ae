/* Nothing to find here. */
int discount(int cents) { return cents - cents / 10; }
