<?php

return [

    'default' => env('DB_CONNECTION', 'pgsql'),

    'redis' => [

        'client' => env('REDIS_CLIENT', 'phpredis'),

        'options' => [
            'cluster' => env('REDIS_CLUSTER', 'redis'),
            'prefix' => 'couriers:',
        ],

        'clusters' => [
            'default' => [
                [
                    'scheme' => 'tls',
                    'host' => env('REDIS_HOST', 'clustercfg.couriers.y5gq0e.use1.cache.amazonaws.com'),
                    'password' => env('REDIS_PASSWORD'),
                    'port' => env('REDIS_PORT', '6379'),
                    'database' => 0,
                ],
            ],
        ],

    ],

];
