#!/bin/sh
# Resolve pyproject.toml into two lock files with hashes, for Python 3.11-3.13 on Linux, x86_64 and aarch64. `make lock`.
set -eu
cd "$(dirname "$0")/.."
compile() {
  build/lock/bin/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 \
    --generate-hashes --no-emit-index-url --no-emit-find-links --no-config --custom-compile-command "make lock" "$@"
}
compile --output-file requirements.lock
# The same versions, and the test tools.
compile --extra test --constraint requirements.lock --output-file requirements-test.lock
