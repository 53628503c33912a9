const config = require('config');
const { createClient } = require('redis');

// Never use a node such as orders-001.orders.q7w8e9.use1.cache.amazonaws.com here.
module.exports = createClient({ url: config.get('redis.url') });
