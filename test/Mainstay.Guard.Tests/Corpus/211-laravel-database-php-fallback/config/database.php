<?php

return [
    'default' => 'mysql',

    'redis' => [
        'client' => 'predis',
        /* 'host' => 'old-001.w2e3r4.0001.euc1.cache.amazonaws.com', */
        'cache' => [
            'scheme' => 'tls',
            'host' => env('REDIS_HOST', 'web-003.web.f6g7h8.apne1.cache.amazonaws.com'),
            'port' => 6379,
        ],
        'cache_read' => [
            'scheme' => 'tls',
            'host' => env('REDIS_READ_HOST', 'replica.web.f6g7h8.apne1.cache.amazonaws.com'),
            'port' => 6379,
        ],
    ],
];
