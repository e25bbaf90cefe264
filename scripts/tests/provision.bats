#!/usr/bin/env bats
# provision-pi.sh on a temporary root: what it installs, that it repeats without changing, and what it refuses.

setup() {
  SCRIPTS=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
  T=$(mktemp -d)
  ROOT=$T/root
  mkdir -p "$ROOT/boot/firmware" "$ROOT/usr" "$ROOT/etc"
  printf 'arm_64bit=1\n[all]\n' >"$ROOT/boot/firmware/config.txt"
  sed '/^\[cloud\]/,/^pay_url/d' "$SCRIPTS/../docs/operations/site.example.toml" >"$T/site.toml"
  bundle 1.2.3
}

teardown() { rm -rf "$T"; }

# A bundle of the real shape with a program that is too foreign to run here, as a Pi's is on a laptop.
bundle() {
  local release=$T/pack/gatehouse
  rm -rf "$T/pack"
  mkdir -p "$release/bin" "$release/systemd"
  echo "$1" >"$release/VERSION"
  echo arm64 >"$release/ARCH"
  printf '#!/bin/sh\nexit 126\n' >"$release/bin/node"
  printf '#!/bin/sh\nexit 0\n' >"$release/bin/gatehouse"
  cp "$SCRIPTS/gpio-safe.sh" "$release/bin/gpio-safe"
  cp "$SCRIPTS/kiosk-watched.sh" "$release/bin/kiosk-watched"
  chmod +x "$release"/bin/*
  cp "$SCRIPTS"/../systemd/* "$release/systemd/"
  (cd "$release" && find . -type f ! -name MANIFEST.sha256 -print0 | sort -z | xargs -0 sha256sum >MANIFEST.sha256)
  tar -czf "$T/bundle-$1.tar.gz" -C "$T/pack" gatehouse
}

apply() { "$SCRIPTS/provision-pi.sh" apply --root "$ROOT" --bundle "$T/bundle-${VERSION:-1.2.3}.tar.gz" --config "$T/site.toml" "$@"; }

@test "installs release, units, site file and boot settings" {
  run apply
  [ "$status" -eq 0 ]
  [ "$(readlink "$ROOT/opt/gatehouse/current")" = releases/1.2.3 ]
  [ -x "$ROOT/opt/gatehouse/current/bin/gatehouse" ]
  [ -f "$ROOT/etc/systemd/system/gatehouse.service" ]
  [ "$(readlink "$ROOT/etc/systemd/system/multi-user.target.wants/gatehouse.service")" = /etc/systemd/system/gatehouse.service ]
  [ "$(readlink "$ROOT/usr/local/bin/gatehouse")" = /opt/gatehouse/current/bin/gatehouse ]
  cmp "$T/site.toml" "$ROOT/etc/gatehouse/site.toml"
  grep -qx 'dtparam=strict_gpiod' "$ROOT/boot/firmware/config.txt"
  grep -qx 'gpio=17,22=op,dl' "$ROOT/boot/firmware/config.txt"
  grep -qx 'gpio=5,6,12,13,23,24,25,26=ip,pu' "$ROOT/boot/firmware/config.txt"
  grep -qx 'arm_64bit=1' "$ROOT/boot/firmware/config.txt"
}

@test "a second run changes nothing" {
  apply
  before=$(find "$ROOT" -printf '%p %s %T@ %l\n' | sort)
  run apply
  [ "$status" -eq 0 ]
  [ "${lines[-1]}" = '0 changed' ]
  [ "$(find "$ROOT" -printf '%p %s %T@ %l\n' | sort)" = "$before" ]
}

@test "mends only what differs" {
  apply
  echo broken >"$ROOT/etc/systemd/system/gatehouse.service"
  run apply
  [ "${lines[-1]}" = '1 changed' ]
  cmp "$SCRIPTS/../systemd/gatehouse.service" "$ROOT/etc/systemd/system/gatehouse.service"
}

@test "a dry run changes nothing and says what it would do" {
  before=$(find "$ROOT" -printf '%p %s %T@\n' | sort)
  run apply --dry-run
  [ "$status" -eq 0 ]
  [[ "$output" == *'would change  /opt/gatehouse/releases/1.2.3'* ]]
  [ "$(find "$ROOT" -printf '%p %s %T@\n' | sort)" = "$before" ]
}

@test "an upgrade keeps the release before it" {
  apply
  bundle 1.3.0
  VERSION=1.3.0 run apply
  [ "$status" -eq 0 ]
  [ "$(readlink "$ROOT/opt/gatehouse/current")" = releases/1.3.0 ]
  [ "$(readlink "$ROOT/opt/gatehouse/previous")" = releases/1.2.3 ]
  [ -d "$ROOT/opt/gatehouse/releases/1.2.3" ]
}

@test "a changed wiring changes the boot settings and keeps the rest of the file" {
  apply
  sed -i 's/relay = 17/relay = 4/' "$T/site.toml"
  run apply
  [ "${lines[-1]}" = '2 changed' ]
  grep -qx 'gpio=4,22=op,dl' "$ROOT/boot/firmware/config.txt"
  [ "$(grep -c 'gatehouse: written' "$ROOT/boot/firmware/config.txt")" -eq 1 ]
}

@test "a lane on sysfs GPIO gets the drop-in that lets it write there" {
  sed -i 's/driver = "gpio"/driver = "onoff"/' "$T/site.toml"
  apply
  [ -f "$ROOT/etc/systemd/system/gatehouse.service.d/onoff.conf" ]
}

# a box with siblings, and whether Debian's broker is there already
siblings() {
  printf '[peers]\nhost = "192.0.2.11"\n' >>"$T/site.toml"
  [ "${1:-}" = without ] || { mkdir -p "$ROOT/usr/sbin" && printf '#!/bin/sh\n' >"$ROOT/usr/sbin/mosquitto" && chmod +x "$ROOT/usr/sbin/mosquitto"; }
}

@test "a box without siblings gets no broker" {
  apply
  run find "$ROOT/etc" -name '*broker*' -o -name 'mosquitto*'
  [ -z "$output" ]
}

@test "a box with siblings gets a broker of its own, and the package's open one is masked" {
  siblings
  run apply
  [ "$status" -eq 0 ]
  [ "$(readlink "$ROOT/etc/systemd/system/mosquitto.service")" = /dev/null ]
  cmp "$SCRIPTS/../systemd/gatehouse-broker.service" "$ROOT/etc/systemd/system/gatehouse-broker.service"
  [ -L "$ROOT/etc/systemd/system/multi-user.target.wants/gatehouse-broker.service" ]
  [ -L "$ROOT/etc/systemd/system/paths.target.wants/gatehouse-broker.path" ]
  run apply
  [ "${lines[-1]}" = '0 changed' ]
}

@test "a card that lacks the broker's package says what to do, and everything else is done" {
  siblings without
  run apply
  [ "$status" -eq 0 ]
  [[ "$output" == *'missing       /usr/sbin/mosquitto (on the box, once: apt-get install'* ]]
  [ -f "$ROOT/etc/gatehouse/site.toml" ]
}

@test "a claim code is left for the box alone, and never in the site file" {
  run apply --claim abcd-ef2h
  [ "$status" -eq 0 ]
  [ "$(cat "$ROOT/var/lib/gatehouse/claim-code")" = ABCDEF2H ]
  [ "$(stat -c %a "$ROOT/var/lib/gatehouse/claim-code")" = 600 ]
  [ "$(stat -c %a "$ROOT/var/lib/gatehouse")" = 700 ]
  run apply --claim ABCD-EF2H
  [ "${lines[-1]}" = '0 changed' ]
  [[ "$output" != *ABCD* ]]
}

@test "a claim code in the site file is taken out of the installed one" {
  printf '[cloud]\nurl = "https://cloud.example.org"\nclaim_code = "ABCD-EF2H"\n' >>"$T/site.toml"
  apply
  [ "$(cat "$ROOT/var/lib/gatehouse/claim-code")" = ABCDEF2H ]
  grep -q '^url = "https://cloud.example.org"' "$ROOT/etc/gatehouse/site.toml"
  run grep -r ABCD "$ROOT/etc" "$ROOT/boot" "$ROOT/opt"
  [ "$status" -eq 1 ]
}

@test "a code that the box has used is not left for it again" {
  mkdir -p "$ROOT/var/lib/gatehouse"
  printf '{"codeHash": "%s"}\n' "$(printf ABCDEF2H | sha256sum | cut -d' ' -f1)" >"$ROOT/var/lib/gatehouse/identity.json"
  run apply --claim ABCD-EF2H
  [ "$status" -eq 0 ]
  [ ! -e "$ROOT/var/lib/gatehouse/claim-code" ]
  [[ "$output" == *'was used already'* ]]
  apply --claim AAAA-AAAA
  [ "$(cat "$ROOT/var/lib/gatehouse/claim-code")" = AAAAAAAA ]
}

@test "what is no claim code is refused before anything is switched" {
  run apply --claim 9999-9999
  [ "$status" -eq 1 ]
  [[ "$output" == *'no claim code'*'nothing was changed'* ]]
  [ ! -e "$ROOT/opt/gatehouse" ]
  run apply --claim ABCD-EF2H --dry-run
  [ ! -e "$ROOT/var/lib/gatehouse" ]
}

@test "a damaged bundle is refused and nothing changes" {
  bundle 9.9.9
  mkdir "$T/x" && tar -xf "$T/bundle-9.9.9.tar.gz" -C "$T/x" && echo tampered >>"$T/x/gatehouse/bin/gatehouse"
  tar -czf "$T/bundle-9.9.9.tar.gz" -C "$T/x" gatehouse
  before=$(find "$ROOT" | sort)
  VERSION=9.9.9 run apply
  [ "$status" -eq 1 ]
  [[ "$output" == *'is damaged'*'nothing was changed'* ]]
  [ "$(find "$ROOT" | sort)" = "$before" ]
}

@test "a file that is no bundle is refused in one line" {
  echo nonsense >"$T/bundle-0.tar.gz"
  VERSION=0 run apply
  [ "$status" -eq 1 ]
  [[ "$output" == *'is not a bundle'* ]]
}

@test "a site file without lanes is refused before anything is switched" {
  echo '[site]' >"$T/site.toml"
  run apply
  [ "$status" -eq 1 ]
  [ ! -e "$ROOT/opt/gatehouse" ]
}

@test "wrong words give one sentence and status 2" {
  run "$SCRIPTS/provision-pi.sh" aply
  [ "$status" -eq 2 ]
  run "$SCRIPTS/provision-pi.sh" apply --root "$ROOT" --bundel x
  [ "$status" -eq 2 ]
  [ "${#lines[@]}" -eq 1 ]
  run "$SCRIPTS/provision-pi.sh" ssh --bundle x --config y
  [ "$status" -eq 2 ]
  [[ "$output" == *'--host'* ]]
}

@test "the units pass systemd-analyze verify in the provisioned root" {
  command -v systemd-analyze >/dev/null || skip 'needs systemd-analyze (Debian package systemd)'
  siblings
  apply
  mkdir -p "$ROOT/usr/bin" "$ROOT/usr/lib/systemd/system"
  printf '#!/bin/sh\n' >"$ROOT/usr/bin/cage" && chmod +x "$ROOT/usr/bin/cage"
  cp "$ROOT/usr/bin/cage" "$ROOT/usr/bin/systemctl"
  cp -a /usr/lib/systemd/system/*.target /usr/lib/systemd/system/systemd-user-sessions.service "$ROOT/usr/lib/systemd/system/" 2>/dev/null || true
  run systemd-analyze verify --man=no --recursive-errors=no --root="$ROOT" gatehouse.service gatehouse-kiosk.service gatehouse-broker.service gatehouse-broker-anew.service gatehouse-broker.path
  echo "$output"
  [ "$status" -eq 0 ]
  [[ "$output" != *gatehouse* ]]
}

@test "the controller's unit is tightly confined" {
  command -v systemd-analyze >/dev/null || skip 'needs systemd-analyze (Debian package systemd)'
  run systemd-analyze security --offline=true --threshold=20 "$SCRIPTS/../systemd/gatehouse.service"
  echo "$output" | tail -1
  [ "$status" -eq 0 ]
}

@test "the broker's unit is tightly confined" {
  command -v systemd-analyze >/dev/null || skip 'needs systemd-analyze (Debian package systemd)'
  run systemd-analyze security --offline=true --threshold=20 "$SCRIPTS/../systemd/gatehouse-broker.service"
  echo "$output" | tail -1
  [ "$status" -eq 0 ]
}

@test "gpio-safe drives exported outputs low and leaves inputs alone" {
  mkdir -p "$T/gpio/gpio529" "$T/gpio/gpio535"
  echo out >"$T/gpio/gpio529/direction"
  echo in >"$T/gpio/gpio535/direction"
  GPIO_SYSFS=$T/gpio "$SCRIPTS/gpio-safe.sh"
  [ "$(cat "$T/gpio/gpio529/direction")" = low ]
  [ "$(cat "$T/gpio/gpio535/direction")" = in ]
}
