#!/usr/bin/env bash
# Keep one issue about failing nights: the first opens it, the next comment on it, a good one closes it.
#
#     scripts/report_night.sh update=RESULT build=RESULT deploy=RESULT
#
# The results are those of GitHub's `needs`: success, failure, cancelled (a job that ran out of its
# time is, too), skipped. A run in which something was left out without a failure says nothing about
# the nights. Needs gh with GH_TOKEN and GH_REPO.
set -euo pipefail

readonly label=failing-night
readonly run="$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"

failed=()
skipped=()
for each in "$@"; do
  case ${each#*=} in
    success) ;;
    skipped) skipped+=("${each%%=*}") ;;
    *) failed+=("${each%%=*}") ;;
  esac
done

if [ ${#failed[@]} -eq 0 ] && [ ${#skipped[@]} -gt 0 ]; then
  echo "Left out: ${skipped[*]}. Nothing failed; an open issue stays open."
  exit 0
fi

# Forks begin without issues.
if [ "$(gh repo view "$GH_REPO" --json hasIssuesEnabled --jq .hasIssuesEnabled)" != true ]; then
  echo "::notice title=No issue::This repository has issues switched off, so failing nights are only seen in its Actions tab."
  exit 0
fi
issue=$(gh issue list --label "$label" --state open --limit 1 --json number --jq '.[].number')

if [ ${#failed[@]} -eq 0 ]; then
  [ -z "$issue" ] || gh issue close "$issue" --comment "All is well again: $run"
  exit 0
fi

text="Failed: ${failed[*]}. The log: $run

What was paid for before the failure is committed. Where nothing was deployed, the published site is as it was. The next run tries again, and closes this issue if all goes well; docs/set-up.md says what to look at."
if [ -n "$issue" ]; then
  gh issue comment "$issue" --body "$text"
else
  gh label create "$label" --force --color d73a4a --description "The nightly workflow failed"
  gh issue create --title "The nightly run fails" --label "$label" --body "$text"
fi
