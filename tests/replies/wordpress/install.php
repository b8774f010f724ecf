<?php
// Installs WordPress from the command line, writes its articles and users, and says their numbers as JSON.
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'REQUEST_METHOD' => 'GET', 'REMOTE_ADDR' => '127.0.0.1', 'SERVER_PROTOCOL' => 'HTTP/1.1'];
define('WP_INSTALLING', true);
chdir($argv[1]);
require $argv[1] . '/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';

wp_install('Legs and intervals', 'admin', 'admin@example.test', true, '', 'password of the tests');
update_option('permalink_structure', '/%year%/%monthnum%/%day%/%postname%/');
update_option('timezone_string', 'UTC');
$GLOBALS['wp_rewrite']->init();
flush_rewrite_rules(false);
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
    wp_delete_post($sample->ID, true);
}
foreach (wp_get_themes() as $name => $theme) {
    switch_theme($name);
    break;
}

function write_article(string $title, array $more = []): int {
    static $day = 0;
    $day += 1;
    return wp_insert_post($more + [
        'post_title' => $title,
        'post_content' => "<!-- wp:paragraph -->\n<p>About: $title</p>\n<!-- /wp:paragraph -->",
        'post_status' => 'publish',
        'post_author' => 1,
        'post_date' => sprintf('2024-03-%02d 10:00:00', $day),
        'comment_status' => 'open',
    ]);
}
$fitness = wp_create_category('Fitness');
$recipes = wp_create_category('Recipes');
$posts = [
    'article' => write_article('Does HIIT workout result in larger or smaller leg muscles?', ['post_category' => [$fitness], 'tags_input' => ['hiit', 'legs']]),
    'similar' => write_article('Tabata for beginners', ['post_category' => [$fitness], 'tags_input' => ['hiit']]),
    'other' => write_article('Porridge', ['post_category' => [$recipes]]),
    'closed' => write_article('Closed to replies', ['comment_status' => 'closed']),
    'draft' => write_article('Not yet published', ['post_status' => 'draft']),
    'protected' => write_article('Behind a password', ['post_password' => 'password of the page']),
];

function new_password(int $user): string {
    return WP_Application_Passwords::create_new_application_password($user, ['name' => 'tests'])[0];
}
$reader = wp_create_user('reader', 'password of the reader', 'reader@example.test');
wp_update_user(['ID' => $reader, 'display_name' => 'Rita Reader']);
echo "\n", json_encode([
    'version' => $GLOBALS['wp_version'],
    'posts' => $posts,
    'paths' => array_map(fn($id) => str_replace(WP_HOME, '', get_permalink($id)), $posts),
    'passwords' => ['admin' => new_password(1), 'reader' => new_password($reader)],
]), "\n";
