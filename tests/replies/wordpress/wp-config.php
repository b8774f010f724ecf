<?php
// The settings of the tests' WordPress: what differs from one site to the next comes from the surroundings and options.json.
$GLOBALS['site_options'] = json_decode(file_get_contents(getenv('SITE_OPTIONS')), true);

define('DB_NAME', 'wordpress');
define('DB_USER', 'root');
define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:' . getenv('SITE_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
foreach (['AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE'] as $name) {
    define($name . '_KEY', 'key of the tests: ' . $name);
    define($name . '_SALT', 'salt of the tests: ' . $name);
}
define('WP_HOME', $GLOBALS['site_options']['public_url'] ?: getenv('SITE_URL'));
define('WP_SITEURL', WP_HOME);
define('WP_ENVIRONMENT_TYPE', $GLOBALS['site_options']['environment']);
// Nothing leaves this computer and nothing happens by itself.
define('DISABLE_WP_CRON', true);
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('AUTOMATIC_UPDATER_DISABLED', true);
define('DISALLOW_FILE_MODS', true);

$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
