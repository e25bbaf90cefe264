#!/usr/bin/env bats
# kiosk-watched: the screen's watchdog is fed while the page paints. Only curl and systemd-notify are stood in for.

setup() {
  SCRIPTS=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
  T=$(mktemp -d)
  mkdir "$T/bin"
  printf '#!/bin/sh\necho >>"%s/asked"\ncat "%s/answer"\n' "$T" "$T" >"$T/bin/curl"
  printf '#!/bin/sh\necho "$1" >>"%s/fed"\n' "$T" >"$T/bin/systemd-notify"
  chmod +x "$T/bin"/*
  touch "$T/fed"
}

teardown() { rm -rf "$T"; }

# Tells how often the watchdog was fed in at least eight looks at the page: the "browser" ends then, and the watching with it.
fed() {
  printf '%s' "$1" >"$T/answer"
  : >"$T/asked"
  : >"$T/fed"
  printf '#!/bin/sh\nwhile [ "$(wc -l <"%s/asked")" -lt 9 ]; do sleep 0.05; done\n' "$T" >"$T/bin/browser"
  chmod +x "$T/bin/browser"
  run timeout 30 setsid --wait env PATH="$T/bin:$PATH" GATEHOUSE_SCREEN_PAUSE=0.05 GATEHOUSE_SCREEN_LOOKS="$2" \
    sh -c '"$0" browser; kill 0' "$SCRIPTS/kiosk-watched.sh"
  wc -l <"$T/fed"
}

@test "fed while the page paints, and while the box does not answer" {
  [ "$(fed 200 0)" -ge 8 ]
  [ "$(fed 000 0)" -ge 8 ]
}

@test "not fed once the page has stopped painting; a browser that starts gets its time" {
  [ "$(fed 503 0)" -eq 0 ]
  [ "$(fed 503 3)" -eq 3 ]
}
