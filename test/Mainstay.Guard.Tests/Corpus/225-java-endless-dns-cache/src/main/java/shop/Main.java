package shop;

import java.security.Security;
import redis.clients.jedis.JedisPooled;

public final class Main {
    public static void main(String[] args) {
        Security.setProperty("networkaddress.cache.ttl", "-1");
        var redis = new JedisPooled("orders.q7w8e9.ng.0001.use1.cache.amazonaws.com", 6379);
        new Shop(redis).run();
    }
}
