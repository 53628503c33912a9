<?php

return [

    'default' => env('DB_CONNECTION', 'pgsql'),

    'migrations' => 'migrations',

    'redis' => [

        'client' => 'predis',

        'default' => [
            'scheme' => 'tls',
            'host' => env('REDIS_HOST', 'clustercfg.parcels.y5gq0e.use1.cache.amazonaws.com'),
            'password' => env('REDIS_PASSWORD'),
            'port' => 6379,
            'database' => 0,
            'read_write_timeout' => 5,
        ],

    ],

];
