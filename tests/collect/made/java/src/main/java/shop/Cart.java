package shop;

/** A tiny shop. */
public class Cart {
    static int tries = 0;

    public static long discount(long cents, int percent) {
        if (percent < 0 || percent > 100) {
            throw new IllegalArgumentException("percent of \"tea\n'x'\" is <" + percent + "> & wrong");
        }
        return cents - cents * percent / 100;
    }

    /** Fails the first time it is asked. */
    public static boolean inStock() {
        return ++tries > 1;
    }

    public long neverCalled(long cents) {
        return cents > 0 ? cents : 0;
    }
}
