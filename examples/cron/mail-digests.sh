#!/bin/sh
# Mail what is new since the last time to CIRCO, the network and each hub's lead: sh mail-digests.sh DIR
#
# What was exported and is not sent yet lies in DIR/outbox, and goes out the next time; what was sent is in DIR/sent.
# Only what circo has on record is sent: what a killed circo left there is replaced by its next run, not mailed.
set -u
mkdir -p "${1:?in which directory? sh mail-digests.sh DIR}/outbox" "$1/sent"
place="$(cd "$1" && pwd)"
exec 9> "$place/.mailing"
flock -n 9 || exit 0 # another run is at it

circo -q digest export --for circo --for network --for hubs --since-last --format eml --to "$place/outbox"
code=$?
recorded="$(circo -q digest list --fields files --output tsv)" || exit

for mail in "$place"/outbox/*.eml; do
  printf '%s\n' "$recorded" | grep -qxF -- "$mail" || continue
  if sendmail -t -oi < "$mail"; then
    mv -- "$mail" "$place/sent/"
  else
    code=1
  fi
done
exit "$code"
