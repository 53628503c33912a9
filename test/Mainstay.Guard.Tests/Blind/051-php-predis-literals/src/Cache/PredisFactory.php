<?php

declare(strict_types=1);

namespace App\Cache;

use Predis\Client;

final class PredisFactory
{
    public static function carts(): Client
    {
        return new Client('tcp://carts-001.q6nd0b.0001.use1.cache.amazonaws.com:6379?timeout=2&read_write_timeout=2');
    }

    public static function stock(): Client
    {
        return new Client(
            [
                'tcp://sentinel-1.internal.example:26379?timeout=0.2',
                'tcp://sentinel-2.internal.example:26379?timeout=0.2',
                'tcp://sentinel-3.internal.example:26379?timeout=0.2',
            ],
            [
                'replication' => 'sentinel',
                'service' => 'stock',
            ]
        );
    }
}
