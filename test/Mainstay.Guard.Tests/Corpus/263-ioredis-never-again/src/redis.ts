import Redis from 'ioredis';

export const redis = new Redis({
  host: 'master.orders.q7w8e9.use1.cache.amazonaws.com',
  port: 6379,
  tls: {},
  retryStrategy: () => null,
});
