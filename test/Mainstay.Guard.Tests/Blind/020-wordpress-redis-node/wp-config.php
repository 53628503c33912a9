<?php
/**
 * The base configuration for WordPress
 *
 * @package WordPress
 */

// ** Database settings ** //
define( 'DB_NAME', 'magazine' );
define( 'DB_USER', 'magazine' );
define( 'DB_PASSWORD', 'l4mp-p0st-19' );
define( 'DB_HOST', 'magazine-db.internal.example' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'DB_COLLATE', '' );

define( 'AUTH_KEY',        'sample only 1' );
define( 'SECURE_AUTH_KEY', 'sample only 2' );

$table_prefix = 'mag_';

// Object cache. Was: define( 'WP_REDIS_HOST', '127.0.0.1' );
define( 'WP_REDIS_SCHEME', 'tcp' );
define( 'WP_REDIS_HOST', 'magazine-002.g3pw8r.0001.use1.cache.amazonaws.com' );
define( 'WP_REDIS_PORT', 6379 );
define( 'WP_REDIS_TIMEOUT', 1 );
define( 'WP_REDIS_READ_TIMEOUT', 1 );
define( 'WP_CACHE_KEY_SALT', 'magazine:' );

define( 'WP_DEBUG', false );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
