#!/usr/bin/env bash
# Run a command of paperglot in a workflow; a night that is partly done is a warning, no failure.
#
#     scripts/warn_if_partly.sh COMMAND ARGUMENT…
#
# Partly (exit code 3) is what a night is without a key, or when arXiv had a bad minute: all that it
# brought is on the disk, and the next run goes on from there. Anything else is passed on.
set -euo pipefail

code=0
"$@" || code=$?
if [ "$code" -eq 3 ]; then
  echo "::warning title=Partly done::The log of this step says what is missing; the next run asks again."
  exit 0
fi
exit "$code"
