<?php
define( 'DB_NAME', 'courses' );
define( 'DB_USER', 'courses' );
define( 'DB_PASSWORD', 'blue-kettle-44' );
define( 'DB_HOST', 'localhost' );

// The cluster's configuration endpoint: used by the status page only.
define( 'COURSES_CACHE_CLUSTER', 'courses.f9db2n.cfg.euw1.cache.amazonaws.com:11211' );

global $memcached_servers;
$memcached_servers = array(
	'default' => array(
		'courses.f9db2n.0001.euw1.cache.amazonaws.com:11211',
		'courses.f9db2n.0002.euw1.cache.amazonaws.com:11211',
		'courses.f9db2n.0003.euw1.cache.amazonaws.com:11211',
	),
);

$table_prefix = 'wp_';
define( 'WP_DEBUG', false );

if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
