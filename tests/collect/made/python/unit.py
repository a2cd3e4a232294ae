import unittest

from shop import discount, total


class Cart(unittest.TestCase):
    def test_total(self):
        self.assertEqual(total([('tea', 350, 2)], 490, 5000), 1190)

    def test_discount(self):
        for percent, price in ((0, 1000), (20, 900), (50, 501)):
            with self.subTest('<"&> é', percent=percent):
                self.assertEqual(discount(1000, percent), price, 'a "quoted" <reason> & ]]> more')

    def test_throws(self):
        total([("tea\n'x'", 350, -1)], 0, 0)

    @unittest.skip('no stock service <&>')
    def test_stock(self):
        pass

    @unittest.expectedFailure
    def test_known_to_fail(self):
        self.assertEqual(discount(1, 50), 0)

    @unittest.expectedFailure
    def test_unexpected_success(self):
        self.assertEqual(1, 1)


if __name__ == '__main__':
    import sys

    import xmlrunner
    with open(sys.argv.pop(), 'wb') as output:
        unittest.main(testRunner=xmlrunner.XMLTestRunner(output=output), exit=False)
