package org.example.importer;

import java.io.IOException;
import java.net.InetSocketAddress;
import net.spy.memcached.MemcachedClient;

/** Uses the Amazon ElastiCache Cluster Client, which reads the node list by itself. */
final class Cache {
    private Cache() {}

    static MemcachedClient open() throws IOException {
        return new MemcachedClient(
            new InetSocketAddress("listings.b5ka7r.cfg.use1.cache.amazonaws.com", 11211));
    }
}
