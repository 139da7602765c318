#!/usr/bin/env bash
# Refuses to sign updates for a launcher that would take an old one for a new one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
jq --exit-status '
  .plugins.updater // {}
  | (.pubkey | type == "string" and length > 0)
    and .requireSignedVersion == true
    and (.allowDowngrades // false) == false
    and ([keys[] | select(startswith("dangerous"))] | length == 0)
    and ([.endpoints[]? | select(startswith("https://") | not)] | length == 0)
' src-tauri/tauri.conf.json > /dev/null || {
  echo "::error::TAURI_SIGNING_PRIVATE_KEY is there, but src-tauri/tauri.conf.json has no updater with a pubkey, with" \
    "requireSignedVersion, https endpoints, and without allowDowngrades or dangerous options"
  exit 1
}
