package org.example.auction;

import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;

final class Locks {
    private Locks() {}

    /** For the tools that run without the YAML file. */
    static RedissonClient client() {
        Config config = new Config();
        config.useReplicatedServers()
            .setScanInterval(1000)
            .addNodeAddress(
                "rediss://auction-001.auction.z1cm4k.euw1.cache.amazonaws.com:6379",
                "rediss://auction-002.auction.z1cm4k.euw1.cache.amazonaws.com:6379",
                "rediss://auction-003.auction.z1cm4k.euw1.cache.amazonaws.com:6379");
        return Redisson.create(config);
    }
}
