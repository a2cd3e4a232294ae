'use strict';
// Total in cents; a cart from freeFrom cents is shipped free.
function total(cart, shipping, freeFrom) {
  let sum = 0;
  for (const item of cart) {
    if (item.count < 0) throw new RangeError(`count of "${item.name}" is below 0 <&>`);
    sum += item.cents * item.count;
  }
  return freeFrom > 0 && sum >= freeFrom ? sum : sum + shipping;
}
const discount = (cents, percent) => (percent < 0 || percent > 100 ? cents : cents - (cents * percent) / 100);
function neverCalled(cents) {
  if (cents > 0) return cents;
  return 0;
}
module.exports = { total, discount, neverCalled };
