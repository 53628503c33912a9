<?php
define( 'DB_NAME', 'wordpress' );
// define( 'WP_REDIS_HOST', 'blog-002.c5v6b7.0001.use1.cache.amazonaws.com' );
define( 'WP_REDIS_HOST', 'blog-001.c5v6b7.0001.use1.cache.amazonaws.com' );
define( 'WP_REDIS_PORT', 6379 );
define( 'WP_REDIS_PASSWORD', 'not-to-be-shown' );
$table_prefix = 'wp_';
require_once ABSPATH . 'wp-settings.php';
