const { test, expect } = require('@playwright/test');
const { total, discount } = require('../../src/cart.js');
test.describe('cart <"&\'> é 日本', () => {
  test('adds shipping', () => { expect(total([{ name: 'tea', cents: 350, count: 2 }], 490, 5000)).toBe(1190); });
  test('takes 20 %\noff', () => { console.log('on the way out <&> é ]]>'); expect(discount(1000, 20)).toBe(900); });
  test('is flaky', ({}, info) => { expect(info.retry, 'not in stock at first').toBe(1); });
  test.skip('needs the stock service', () => {});
  test.fixme('is broken', () => {});
  test('is known to fail', () => { test.fail(); expect(discount(1, 50)).toBe(7); });
  test('was thought to fail', () => { test.fail(); });
});
