import { createClient, type RedisClientType } from 'redis';

const DEFAULT_URL = 'rediss://limits-001.limits.l3sn9a.use1.cache.amazonaws.com:6379';

let client: RedisClientType | undefined;

export async function limiter(): Promise<RedisClientType> {
  if (client) return client;

  client = createClient({
    url: process.env.RATE_LIMIT_REDIS_URL ?? DEFAULT_URL,
    socket: {
      connectTimeout: 2_000,
      reconnectStrategy: (retries: number) => Math.min(retries * 50, 1_000),
    },
  });
  client.on('error', (err: Error) => console.error('redis', err.message));
  await client.connect();
  return client;
}

export async function hit(key: string, windowSeconds: number): Promise<number> {
  const redis = await limiter();
  const count = await redis.incr(key);
  if (count === 1) await redis.expire(key, windowSeconds);
  return count;
}
