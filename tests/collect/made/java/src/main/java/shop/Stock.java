package shop;

/** Never loaded: a class without one covered line. */
public class Stock {
    public static int reorder(int stock, int sold) {
        return stock > sold ? 0 : sold - stock;
    }
}
