import { describe, it, expect } from 'vitest';
import { total, discount } from '../../src/cart.js';
const same = (a, b) => expect(a).toBe(b);
describe('cart <"&\'> é 日本', () => {
  it('adds shipping', () => { same(total([{ name: 'tea', cents: 350, count: 2 }], 490, 5000), 1190); });
  it('ships <free> & "gladly"', () => { same(total([{ name: 'pot', cents: 5200, count: 1 }], 490, 5000), 5200); });
  describe('price', () => {
    it('takes 20 %\noff', () => { console.log('on the way out <&> é ]]>'); same(discount(1000, 20), 900); });
    it('throws', () => { total([{ name: "tea\n'x'", cents: 350, count: -1 }], 0, 0); });
  });
  it.skip('needs the stock service', () => {});
  it.todo('is still to be written');
});
