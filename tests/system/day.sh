#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# The demo's day with the programs of this build (sanitizers on): five stations, a line cut, a station killed, a commit
# whose answer never came; the verdict is the demo's own.
#
#   tests/system/day.sh BIN_FOLDER
set -euo pipefail
folder=$(mktemp -d /tmp/pujiang-day.XXXXXX)
chmod 711 "$folder" # PostgreSQL runs as somebody else
trap 'rm -rf "$folder"' EXIT
PJ_BIN=$1 PORT_BASE=${PORT_BASE:-18330} "$(dirname "$0")/../../deploy/demo" "$folder/day"
