<?php
// A plugin that is always on: obeys options.json, which the tests may change between two requests.
$options = $GLOBALS['site_options'];

$answers = [
    'comment_moderation' => $options['moderated'],
    'comment_previously_approved' => $options['first_reply_moderated'],
    'comment_registration' => $options['registration_required'],
    'require_name_email' => $options['name_required'],
    'disallowed_keys' => $options['disallowed'],
    'thread_comments' => $options['thread_depth'] > 1,
    'thread_comments_depth' => $options['thread_depth'],
];
foreach ($answers as $name => $answer) {
    add_filter("pre_option_$name", fn() => is_bool($answer) ? ($answer ? '1' : '0') : (string) $answer);
}
if ($options['lean']) {
    // What builds pages out of blocks is half of what a request costs, and no part of a reply.
    foreach (['init', 'rest_api_init'] as $hook) {
        foreach ($GLOBALS['wp_filter'][$hook]->callbacks as $priority => $callbacks) {
            foreach (array_column($callbacks, 'function') as $function) {
                if (is_string($function) && preg_match('/block|pattern|sitemap|widget/', $function)) {
                    remove_action($hook, $function, $priority);
                }
            }
        }
    }
}
if ($options['anonymous_rest']) {
    add_filter('rest_allow_anonymous_comments', '__return_true');
}
if ($options['rest_disabled']) {
    $refusal = new WP_Error('rest_disabled', 'The interface is for members.', ['status' => 401]);
    add_filter('rest_authentication_errors', fn($found) => $found ?: (is_user_logged_in() ? $found : $refusal));
}
if ($options['closed']) {
    add_filter('comments_open', '__return_false');
}
remove_filter('comment_flood_filter', 'wp_throttle_comment_flood', 10);
add_filter(
    'comment_flood_filter',
    fn($stop, $last, $now) => $stop || $now + (int) $options['ahead'] - $last < $options['flood_seconds'],
    10,
    3
);

// What is slow, and what fails, around the moment when a reply is stored.
$posting = $_SERVER['REQUEST_METHOD'] === 'POST';
if ($posting && $options['delay_before']) {
    add_action('init', fn() => usleep((int) ($options['delay_before'] * 1e6)));
}
add_action('wp_insert_comment', function ($number) use ($options) {
    if ($options['ahead']) {
        $later = 'DATE_ADD(%s, INTERVAL ' . (int) $options['ahead'] . ' SECOND)';
        [$date, $utc] = [sprintf($later, 'comment_date'), sprintf($later, 'comment_date_gmt')];
        $GLOBALS['wpdb']->query("UPDATE wp_comments SET comment_date = $date, comment_date_gmt = $utc WHERE comment_ID = $number");
        clean_comment_cache($number);
    }
    usleep((int) ($options['delay_after'] * 1e6));
    if ($options['fails_after']) {
        http_response_code(500);
        exit;
    }
});
if ($posting && $options['fails_before']) {
    add_action('init', function () {
        http_response_code(500);
        exit;
    });
}
add_filter('pre_wp_mail', '__return_true');
