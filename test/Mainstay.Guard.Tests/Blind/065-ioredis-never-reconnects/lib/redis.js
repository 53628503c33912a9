'use strict';

const Redis = require('ioredis');

const redis = new Redis({
  host: process.env.REDIS_HOST || 'bell.x5ga1d.ng.0001.use2.cache.amazonaws.com',
  port: 6379,
  connectTimeout: 2000,
  // let the process manager restart us
  retryStrategy: () => null,
  reconnectOnError: () => false,
  maxRetriesPerRequest: 1,
});

redis.on('error', (err) => {
  console.error('redis:', err.message);
});

module.exports = redis;
