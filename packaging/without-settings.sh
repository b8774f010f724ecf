#!/bin/sh
# Run a command as on a machine that nobody has set up: with HOME, PATH and LANG, and with what the clients of the
# package registries need to reach them (their own variables, proxies, certificates), where that is set.
#
#   packaging/without-settings.sh COMMAND [ARGUMENT...]
#
# It never sets anything of its own.
set -eu
clients='PIP_[A-Z_]*|UV_[A-Z_]*|npm_config_[a-z_]*|NPM_CONFIG_[A-Z_]*'
clients="$clients|http_proxy|https_proxy|ftp_proxy|all_proxy|no_proxy|HTTP_PROXY|HTTPS_PROXY|FTP_PROXY|ALL_PROXY|NO_PROXY"
clients="$clients|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE|GIT_SSL_CAINFO|NODE_EXTRA_CA_CERTS"
for name in $(env | sed -n 's/^\([A-Za-z_][A-Za-z_]*\)=.*/\1/p' | grep -Ex "HOME|PATH|LANG|$clients" | sort -u); do
    eval "[ -z \"\${$name+x}\" ] || set -- \"$name=\$$name\" \"\$@\""
done
exec env -i "$@"
