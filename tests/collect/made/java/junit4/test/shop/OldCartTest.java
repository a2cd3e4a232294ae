package shop;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import org.junit.Assume;
import org.junit.Ignore;
import org.junit.Test;

public class OldCartTest {
    @Test
    public void passes() {
        assertEquals(1000, Cart.discount(1000, 0));
    }

    @Test
    public void fails() {
        System.out.println("on the way out <&> é ]]> \u001b[31mred");
        System.err.println("and on the error stream");
        assertEquals("a \"quoted\" <reason> & ]]> more", 900, Cart.discount(1000, 20));
    }

    @Test
    public void throwsError() {
        Cart.discount(1000, 101);
    }

    @Test
    public void flaky() {
        assertTrue("not in stock at first", Cart.inStock());
    }

    @Test
    @Ignore("no stock service <&>")
    public void ignored() {}

    @Test
    public void assumption() {
        Assume.assumeTrue("only on Sundays", false);
    }
}
