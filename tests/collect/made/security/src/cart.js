'use strict';
var total = function (cart, expression) {
  const unused = 1;
  if (cart.count == 0) return eval(expression);
  debugger;
  // eslint-disable-next-line no-alert -- the old till has no other display
  alert("total <&> \"é\"");
  return cart.cents;
};
module.exports = { total };
