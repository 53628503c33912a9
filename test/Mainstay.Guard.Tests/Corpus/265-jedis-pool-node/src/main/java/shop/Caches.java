package shop;

import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

final class Caches {
    // was: price-002.h8g7f6.0001.euw1.cache.amazonaws.com
    static JedisPool prices() {
        return new JedisPool(new JedisPoolConfig(), "price-001.h8g7f6.0001.euw1.cache.amazonaws.com", 6379, 2000);
    }
}
