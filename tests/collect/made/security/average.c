/* A file whose name has to be escaped in a report. */
int average(int sum) {
    return sum / 0;
}
