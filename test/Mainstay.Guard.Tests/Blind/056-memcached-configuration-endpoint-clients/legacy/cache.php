<?php

// Amazon's build of the memcached extension.
$cache = new Memcached('listings');
$cache->setOption(Memcached::OPT_CLIENT_MODE, Memcached::DYNAMIC_CLIENT_MODE);
$cache->setOption(Memcached::OPT_CONNECT_TIMEOUT, 500);

if (count($cache->getServerList()) === 0) {
    $cache->addServer('listings.b5ka7r.cfg.use1.cache.amazonaws.com', 11211);
}

return $cache;
