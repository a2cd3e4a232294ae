package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CartTest {
    @Test
    void passes() {
        assertEquals(1000, Cart.discount(1000, 0));
    }

    @Test
    @DisplayName("20 <percent> & \"é 日本\"")
    void fails() {
        System.out.println("on the way out <&> é ]]> \u001b[31mred");
        System.err.println("and on the error stream");
        assertEquals(900, Cart.discount(1000, 20), "a \"quoted\" <reason> & ]]> more");
    }

    @Test
    void throwsError() {
        Cart.discount(1000, 101);
    }

    @Test
    void flaky() {
        assertTrue(Cart.inStock(), "not in stock at first");
    }

    @Test
    @Disabled("no stock service <&>")
    void disabled() {}

    @Test
    void assumption() {
        Assumptions.assumeTrue(false, "only on Sundays");
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "50, 501"})
    void prices(int percent, long price) {
        assertEquals(price, Cart.discount(1000, percent));
    }

    @Nested
    class WhenEmpty {
        @Test
        void isFree() {
            assertEquals(0, Cart.discount(0, 50));
        }
    }
}
