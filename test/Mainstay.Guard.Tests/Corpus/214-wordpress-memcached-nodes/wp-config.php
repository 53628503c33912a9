<?php
define( 'WP_CACHE', true );
$memcached_servers = array(
    'default' => array(
        'pages.r4t5y6.0001.euw1.cache.amazonaws.com:11211',
        'pages.r4t5y6.0002.euw1.cache.amazonaws.com:11211',
    ),
);
