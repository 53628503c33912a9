import Redis from 'ioredis';

export const redis = new Redis({
  host: process.env.REDIS_HOST ?? 'master.signal.m0rb6e.use1.cache.amazonaws.com',
  port: 6379,
  tls: {},
  connectTimeout: 2000,
  commandTimeout: 1500,
  maxRetriesPerRequest: 3,
  retryStrategy: (times) => Math.min(times * 100, 2000),
  reconnectOnError: (err) => (err.message.includes('READONLY') ? 2 : false),
});
