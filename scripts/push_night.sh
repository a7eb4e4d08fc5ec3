#!/usr/bin/env bash
# Commit what a run added to the store and push it, whoever else pushed meanwhile.
#
#     scripts/push_night.sh BRANCH
#
# What is in the store was paid for, so it must arrive. A push that came second is repeated on top
# of the one that came first; a branch that takes no push (it is protected, say) leaves the commit
# on a branch of its own. Nothing is forced, and nothing outside of site_src/ is committed.
#
# GITHUB_TOKEN is shown to GITHUB_SERVER_URL and to nobody else. PUSH_PAUSE is how many seconds to
# wait before a push that failed for another reason than that somebody was faster.
set -euo pipefail

readonly branch=${1:?usage: push_night.sh BRANCH}
readonly store=site_src
readonly tries=5

# https://github.com/actions/checkout#push-a-commit-using-the-built-in-token
export GIT_AUTHOR_NAME="github-actions[bot]" GIT_COMMITTER_NAME="github-actions[bot]"
export GIT_AUTHOR_EMAIL="41898282+github-actions[bot]@users.noreply.github.com"
export GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL

# Through the environment: arguments are seen by every process of the machine, and what stands in
# .git/config by every later step.
authenticate() {
  [ -n "${GITHUB_TOKEN:-}" ] || return 0
  local basic
  basic=$(printf 'x-access-token:%s' "$GITHUB_TOKEN" | base64 | tr -d '\n')
  export GIT_CONFIG_COUNT=1
  export GIT_CONFIG_KEY_0="http.${GITHUB_SERVER_URL:-https://github.com}/.extraheader"
  export GIT_CONFIG_VALUE_0="AUTHORIZATION: basic $basic"
}

# The days whose pages changed; without one, what else did.
subject() {
  local days papers
  mapfile -t days < <(staged "$store/days" | sed -nE 's|.*/([0-9-]{10})\.md$|\1|p' | sort)
  papers=$(staged "$store/papers" | wc -l)
  case "${#days[@]} $papers" in
    "0 0") echo "Bring the store up to date" ;;
    "0 1") echo "Bring 1 paper up to date" ;;
    "0 "*) echo "Bring $papers papers up to date" ;;
    "1 "*) echo "Night of ${days[0]}" ;;
    "2 "*) echo "Nights of ${days[0]} and ${days[1]}" ;;
    *) echo "Nights of ${days[0]} to ${days[-1]}" ;;
  esac
}

staged() { git diff --cached --name-only -- "$1"; }

body() {
  git diff --cached --shortstat -- "$store" | sed 's/^ *//'
  [ -z "${GITHUB_RUN_ID:-}" ] || echo "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY/actions/runs/$GITHUB_RUN_ID"
}

push_to() { git push --quiet origin "HEAD:refs/heads/$1"; }

somebody_was_faster() {
  git fetch --quiet origin "refs/heads/$branch" && ! git merge-base --is-ancestor FETCH_HEAD HEAD
}

# Only the one commit is moved, so that the rest of the history is not needed. Its new pages stay in
# their folders, also where git believes that a folder was renamed: pages resemble each other.
go_on_top() {
  git -c merge.directoryRenames=false rebase --quiet --onto FETCH_HEAD HEAD~1 ||
    keep_what_is_there || { git rebase --abort && false; }
}

# .gitattributes has pages merged whole or not at all, since a mixture of two is a damaged page, so
# each conflict is one page with two versions. The one that is there wins: somebody wrote it by hand,
# or another run made it from the same announcement.
keep_what_is_there() {
  local paths path
  mapfile -d '' -t paths < <(git diff --name-only --diff-filter=U -z)
  for path in "${paths[@]}"; do
    if git cat-file -e "HEAD:$path" 2>/dev/null; then
      git checkout --quiet HEAD -- "$path" || return
    else
      git rm --quiet -- "$path" || return
    fi
  done
  git -c core.editor=true rebase --continue
}

git add --all -- "$store"
if git diff --cached --quiet -- "$store"; then
  echo "The store is as it was; there is nothing to commit."
  exit 0
fi
message=$(subject && echo && body)
git commit --quiet --message "$message" -- "$store"
git log -1 --shortstat --format=%s

authenticate
for ((try = 1; try <= tries; try++)); do
  if push_to "$branch"; then
    exit 0
  elif somebody_was_faster; then
    go_on_top || break
  else
    sleep "${PUSH_PAUSE:-15}"
  fi
done

rescue="night-${GITHUB_RUN_ID:-$(date -u +%Y%m%dT%H%M%SZ)}-${GITHUB_RUN_ATTEMPT:-1}"
if push_to "$rescue"; then
  echo "::error title=Not on $branch::$branch took no push. What this run paid for is on the branch $rescue; merge it by hand."
else
  echo "::error title=Not pushed::Neither $branch nor $rescue took a push. What this run paid for is lost."
fi
exit 1
