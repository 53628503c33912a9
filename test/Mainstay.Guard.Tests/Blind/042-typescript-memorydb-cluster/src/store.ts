import { Cluster } from 'ioredis';

// e.g. the nodes behind it: stock-0001-001.stock.p8yd3v.memorydb.eu-west-1.amazonaws.com
const endpoint =
  process.env.STOCK_ENDPOINT ?? 'clustercfg.stock.p8yd3v.memorydb.eu-west-1.amazonaws.com';

export const store = new Cluster([{ host: endpoint, port: 6379 }], {
  dnsLookup: (address, callback) => callback(null, address),
  slotsRefreshTimeout: 2000,
  redisOptions: {
    tls: {},
    username: process.env.STOCK_USER,
    password: process.env.STOCK_PASSWORD,
    connectTimeout: 5000,
  },
});

export async function reserve(sku: string, amount: number): Promise<boolean> {
  const left = await store.decrby(`stock:{${sku}}`, amount);
  if (left >= 0) return true;
  await store.incrby(`stock:{${sku}}`, amount);
  return false;
}
