module.exports = { retries: 1, workers: 1, outputDir: '/srv/shop/playwright-results' };
