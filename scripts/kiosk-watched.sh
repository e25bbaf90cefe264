#!/bin/sh
# kiosk-watched COMMAND…: runs the screen's browser, and feeds the watchdog of its unit while the page on the glass says that it paints
# (http rule H17). Only "it has not painted" counts against the page: one whose box does not answer keeps its picture and connects again.
alive=${GATEHOUSE_SCREENZ:-http://127.0.0.1:8080/screenz}
pause=${GATEHOUSE_SCREEN_PAUSE:-5}
# a browser that starts from a cold card has this many looks before it must have painted
looks=${GATEHOUSE_SCREEN_LOOKS:-12}

watch() {
  while :; do
    answer=$(curl -s -o /dev/null -m 3 -w '%{http_code}' "$alive")
    if [ "$answer" != 503 ] || [ "$looks" -gt 0 ]; then systemd-notify WATCHDOG=1; fi
    [ "$looks" -gt 0 ] && looks=$((looks - 1))
    sleep "$pause"
  done
}

watch &
exec "$@"
