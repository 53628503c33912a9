import Redis from 'ioredis';

export const cluster = new Redis.Cluster([{ host: 'clustercfg.shop.p0o9i8.euw1.cache.amazonaws.com', port: 6379 }], { redisOptions: { tls: {} } });

export const old = new Redis.Cluster([
  { host: 'shop-0001-001.shop.p0o9i8.euw1.cache.amazonaws.com', port: 6379 },
  { host: 'shop-0002-001.shop.p0o9i8.euw1.cache.amazonaws.com', port: 6379 },
]);
