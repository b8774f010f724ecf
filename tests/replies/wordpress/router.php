<?php
// Does for PHP's own server what rewrite rules do elsewhere: files are files, every other address is WordPress's.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/';
if ($path !== '/' && is_dir($root . $path) && is_file($root . rtrim($path, '/') . '/index.php')) {
    $path = rtrim($path, '/') . '/index.php';
}
if (!is_file($root . $path)) {
    $path = '/index.php';
} elseif (!str_ends_with($path, '.php')) {
    return false;
}
chdir($root);
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $path;
$_SERVER['SCRIPT_FILENAME'] = $root . $path;
require $root . $path;
