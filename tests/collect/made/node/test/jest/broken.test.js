require('../../src/no-such-file.js'); // the suite cannot even start
test('never reached', () => {});
