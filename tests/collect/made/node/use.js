const { total, discount } = require('./src/cart.js');
console.log(total([{ name: 'tea', cents: 350, count: 2 }], 490, 5000), discount(1000, 20));
