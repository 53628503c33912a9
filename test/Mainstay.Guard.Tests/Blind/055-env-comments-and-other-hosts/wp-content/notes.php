<?php
/*
 * Until last spring:
 *   define( 'WP_REDIS_HOST', 'glass-001.o3wy8f.0001.use1.cache.amazonaws.com' );
 * The primary endpoint has been used ever since.
 */

# define( 'WP_REDIS_HOST', 'glass-002.o3wy8f.0001.use1.cache.amazonaws.com' );
// define( 'WP_REDIS_HOST', '10.8.0.77' );
define( 'WP_REDIS_HOST', 'glass.o3wy8f.ng.0001.use1.cache.amazonaws.com' );
define( 'WP_REDIS_PORT', 6379 );
