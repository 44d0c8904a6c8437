#!/bin/sh
# Copies the database into backups/ of the folder it is started in, keeps the newest copies, and hands the new one to
# /etc/deskhand/after-backup where there is such a program (to take it to another place). docs/upgrade.md describes it.
set -eu

keep=${BACKUPS_KEPT:-14}
case $keep in
  '' | *[!0-9]* | 0)
    echo "BACKUPS_KEPT is \"$keep\": write how many copies are kept, 1 or more." >&2
    exit 2
    ;;
esac
node=${NODE:-/usr/local/bin/node}
after=${AFTER_BACKUP:-/etc/deskhand/after-backup}
code=$(dirname "$(dirname "$(readlink -f "$0")")")

copy="backups/deskhand-$(date -u +%Y-%m-%d-%H%M%S).db"
"$node" "$code/src/start.cjs" backup "$copy"

# Names sort by their time.
find backups -maxdepth 1 -name "deskhand-[0-9]*.db" | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
  rm -f -- "$old"
done

if [ -x "$after" ]; then
  "$after" "$copy"
fi
