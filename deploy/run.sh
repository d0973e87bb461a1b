#!/bin/sh
# `make run`: a county hall with demo data on this machine alone, over plain http. For a real installation see
# docs/decisions/0003-gunicorn.md and put nginx with TLS in front.
set -eu
cd "$(dirname "$0")/.."
umask 077
mkdir -p instance
secrets=instance/secrets.env

# Written once and never changed: without the field key, sealed personal data cannot be read again.
if [ ! -s "$secrets" ]; then
  .venv/bin/python - >"$secrets.new" <<'PYTHON'
import secrets

for name in ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY", "AUDIT_KEY"):
    print(f"BANSHITAI_{name}={secrets.token_hex(32)}")
PYTHON
  mv "$secrets.new" "$secrets"
  echo "run: secrets written to $secrets; keep a copy apart from the backups."
fi

set -a
# shellcheck disable=SC1090
. "./$secrets"
BANSHITAI_DEMO=${BANSHITAI_DEMO:-1}
BANSHITAI_SECURE_COOKIES=${BANSHITAI_SECURE_COOKIES:-0}  # plain http; a real installation leaves this alone
FLASK_APP=app
PORT=${PORT:-8080}
BANSHITAI_PUBLIC_ADDRESS=${BANSHITAI_PUBLIC_ADDRESS:-http://127.0.0.1:$PORT}  # where the codes on paper lead
set +a

flask=.venv/bin/flask
$flask init
$flask seed cangnan
$flask seed demo --cases "${DEMO_CASES:-2000}" --seed "${DEMO_SEED:-1}"

if [ -s instance/demo-accounts.json ]; then
  echo
  echo "Demo accounts (instance/demo-accounts.json):"
  .venv/bin/python - <<'PYTHON'
import json
from pathlib import Path

for account in json.loads(Path("instance/demo-accounts.json").read_text(encoding="utf-8")):
    print(f"  {account['username']:<20} {account['password']:<20} {account['role']:<26} {account.get('hall') or ''}")
PYTHON
fi
echo
echo "Public site  http://127.0.0.1:$PORT/"
echo "Console      http://127.0.0.1:$PORT/console/"
echo "This demo speaks plain http and listens on this machine only. Ctrl-C ends it."
echo
exec .venv/bin/gunicorn --config deploy/gunicorn.conf.py 'app:create_app()'
