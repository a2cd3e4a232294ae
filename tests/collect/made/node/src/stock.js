'use strict';
function reorder(stock, sold) {
  return stock > sold ? 0 : sold - stock;
}
module.exports = { reorder };
