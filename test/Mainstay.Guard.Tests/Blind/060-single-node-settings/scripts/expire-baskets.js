#!/usr/bin/env node
import { createClient } from 'redis';

const client = createClient({
  url: process.env.BASKET_REDIS ?? 'redis://basket.g7qo5l.0001.use1.cache.amazonaws.com:6379',
  socket: { connectTimeout: 2000 },
});

await client.connect();
let removed = 0;
for await (const key of client.scanIterator({ MATCH: 'basket:*', COUNT: 500 })) {
  if ((await client.ttl(key)) === -1) {
    await client.expire(key, 43200);
    removed += 1;
  }
}
console.log(`gave ${removed} baskets an end`);
await client.quit();
