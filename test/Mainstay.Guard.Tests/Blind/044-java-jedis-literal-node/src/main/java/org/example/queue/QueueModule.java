package org.example.queue;

import java.time.Duration;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/**
 * Wires the queue to Redis.
 *
 * <p>A node is called {@code queue-002.d5ro7i.0001.euc1.cache.amazonaws.com}, the primary endpoint
 * {@code queue.d5ro7i.ng.0001.euc1.cache.amazonaws.com}.
 */
public final class QueueModule {

    private static final String HOST = "queue-001.d5ro7i.0001.euc1.cache.amazonaws.com";
    private static final int PORT = 6379;

    private QueueModule() {}

    public static JedisPool pool() {
        JedisPoolConfig config = new JedisPoolConfig();
        config.setMaxTotal(32);
        config.setMaxWait(Duration.ofSeconds(1));
        return new JedisPool(config, HOST, PORT, 2000);
    }
}
