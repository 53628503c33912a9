const Redis = require('ioredis');

// Published pages are written by the publisher; this server only reads them.
const readOnlyClient = new Redis('redis://wallet-ro.t9xg3m.ng.0001.sae1.cache.amazonaws.com:6379/3', {
  connectTimeout: 2000,
  maxRetriesPerRequest: 1,
  readOnly: true,
});

exports.page = (path) => readOnlyClient.get(`page:${path}`);
exports.pages = (paths) => readOnlyClient.mget(paths.map((p) => `page:${p}`));
