package shop;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BrokenTest {
    @BeforeAll
    static void connect() {
        throw new IllegalStateException("no database <&>");
    }

    @Test
    void neverReached() {}
}
