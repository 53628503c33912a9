<?php

$memcached = new Memcached();
$memcached->setOption(Memcached::OPT_CLIENT_MODE, Memcached::DYNAMIC_CLIENT_MODE);
$memcached->addServer('pages.r4t5y6.cfg.euw1.cache.amazonaws.com', 11211);
