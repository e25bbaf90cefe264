#!/usr/bin/env bash
# Puts a Gatehouse release on a Raspberry Pi. Running it again changes only what differs, and says how much that was.
#
#   provision-pi.sh apply --root DIR --bundle X.tar.zst --config site.toml [--claim CODE] [--dry-run]
#       installs into a root file system: / on the Pi itself, or a mounted card
#   provision-pi.sh ssh --host tech@HOST --bundle X.tar.zst --config site.toml [--claim CODE] [--port N] [--identity FILE] [--ask-sudo] [--root DIR] [--dry-run]
#       copies bundle and site file to a running Pi and applies them there
#
# --claim CODE lets the box in at its cloud by itself as soon as it reaches it; so does claim_code in the site file's [cloud] table. The code
# is left for the box, which uses it once and removes it; it is never written into the installed site file.
#
# A release goes to /opt/gatehouse/releases/VERSION, `current` points at it, the one before it stays for a way back. Nothing is half
# done: a bundle is checked against its own manifest and the site file by the release's own software before anything is switched.
set -euo pipefail

readonly PROGRAM=provision-pi
fail() { echo "$PROGRAM: $1" >&2; exit "${2:-1}"; }
usage_error() { fail "$1 (try --help)" 2; }

changes=0
dry_run=false
root=''
bundle=''
config=''
claim=''
host=''
port=22
identity=''
ask_sudo=false
scratch=''

changed() { changes=$((changes + 1)); if $dry_run; then echo "would change  $1"; else echo "changed       $1"; fi; }
kept() { echo "as it was     $1"; }

# put MODE SOURCE TARGET: installs one file when content or mode differ.
put() {
  local mode=$1 source=$2 target=$3
  if [ -f "$root$target" ] && cmp -s "$source" "$root$target" && [ "$(stat -c %a "$root$target")" = "${mode#0}" ]; then kept "$target"; return; fi
  changed "$target"
  $dry_run || install -D -m "$mode" "$source" "$root$target"
}

# link TARGET NAME: a symbolic link, replaced in one step.
link() {
  local target=$1 name=$2
  if [ "$(readlink "$root$name" 2>/dev/null || true)" = "$target" ]; then kept "$name"; return; fi
  changed "$name -> $target"
  $dry_run || { mkdir -p "$(dirname "$root$name")"; ln -sfn "$target" "$root$name.new"; mv -T "$root$name.new" "$root$name"; }
}

unpack_bundle() {
  [ -f "$bundle" ] || fail "no bundle at $bundle: make one with npm run bundle"
  tar -xf "$bundle" -C "$scratch" 2>"$scratch.err" || fail "$bundle is not a bundle: $(head -1 "$scratch.err")"
  [ -f "$scratch/gatehouse/VERSION" ] || fail "$bundle holds no gatehouse/VERSION: it is not a Gatehouse bundle"
  (cd "$scratch/gatehouse" && sha256sum --quiet --strict -c MANIFEST.sha256 >/dev/null 2>&1) ||
    fail "$bundle is damaged: its files do not match its manifest. Copy it again; nothing was changed"
}

# The release checks the site file itself where this machine can run it; a technician's laptop cannot run a Pi's program.
check_config() {
  [ -f "$config" ] || fail "no site file at $config"
  if "$scratch/gatehouse/bin/node" --version >/dev/null 2>&1; then
    # The credentials lie on the box, not here: everything but [cloud] is checked.
    awk '/^\[/ { skip = ($0 ~ /^\[cloud\]/) } !skip' "$config" >"$scratch/site.toml"
    "$scratch/gatehouse/bin/gatehouse" check "$scratch/site.toml" >/dev/null || fail 'the site file is refused (above); nothing was changed'
  else
    grep -q '^\[\[lane\]\]' "$config" || fail "$config has no [[lane]] table; nothing was changed"
    echo "not checked   $config (this machine cannot run the bundle's $(cat "$scratch/gatehouse/ARCH") program; the box checks it at start)"
  fi
}

install_release() {
  local version release
  version=$(cat "$scratch/gatehouse/VERSION")
  release=/opt/gatehouse/releases/$version
  if cmp -s "$scratch/gatehouse/MANIFEST.sha256" "$root$release/MANIFEST.sha256"; then
    kept "$release"
  else
    changed "$release"
    if ! $dry_run; then
      mkdir -p "$root/opt/gatehouse/releases"
      rm -rf "$root$release.part"
      cp -a "$scratch/gatehouse" "$root$release.part"
      rm -rf "$root$release"
      mv -T "$root$release.part" "$root$release"
    fi
  fi
  local before
  before=$(readlink "$root/opt/gatehouse/current" 2>/dev/null || true)
  if [ -n "$before" ] && [ "$before" != "releases/$version" ]; then link "$before" /opt/gatehouse/previous; fi
  link "releases/$version" /opt/gatehouse/current
}

install_system() {
  local from=$scratch/gatehouse/systemd
  put 0644 "$from/gatehouse.sysusers" /usr/lib/sysusers.d/gatehouse.conf
  put 0644 "$from/gatehouse.service" /etc/systemd/system/gatehouse.service
  put 0644 "$from/gatehouse-kiosk.service" /etc/systemd/system/gatehouse-kiosk.service
  put 0644 "$from/watchdog.conf" /etc/systemd/system.conf.d/gatehouse-watchdog.conf
  put 0644 "$from/journald.conf" /etc/systemd/journald.conf.d/gatehouse.conf
  if grep -qE 'driver *= *"onoff"' "$config"; then put 0644 "$from/onoff.conf" /etc/systemd/system/gatehouse.service.d/onoff.conf; fi
  link /etc/systemd/system/gatehouse.service /etc/systemd/system/multi-user.target.wants/gatehouse.service
  link /etc/systemd/system/gatehouse-kiosk.service /etc/systemd/system/graphical.target.wants/gatehouse-kiosk.service
  # what a technician types on the box is the release's own program
  link /opt/gatehouse/current/bin/gatehouse /usr/local/bin/gatehouse
  sed -E '/^[[:space:]]*claim_code[[:space:]]*=/d' "$config" >"$scratch/site.installed"
  put 0644 "$scratch/site.installed" /etc/gatehouse/site.toml
}

# A box with siblings speaks to them through a broker of its own: Debian's mosquitto, run by a unit of ours with what the box wrote for it.
# The package's own unit would open a second one, without TLS, so it is masked before the package comes.
install_broker() {
  local from=$scratch/gatehouse/systemd unit
  grep -q '^\[peers\]' "$config" || return 0
  link /dev/null /etc/systemd/system/mosquitto.service
  for unit in gatehouse-broker.service gatehouse-broker.path gatehouse-broker-anew.service; do put 0644 "$from/$unit" "/etc/systemd/system/$unit"; done
  link /etc/systemd/system/gatehouse-broker.service /etc/systemd/system/multi-user.target.wants/gatehouse-broker.service
  link /etc/systemd/system/gatehouse-broker.path /etc/systemd/system/paths.target.wants/gatehouse-broker.path
  if [ -x "$root/usr/sbin/mosquitto" ]; then kept /usr/sbin/mosquitto; return; fi
  if [ -n "$root" ] || ! command -v apt-get >/dev/null; then
    echo "missing       /usr/sbin/mosquitto (on the box, once: apt-get install --no-install-recommends mosquitto)"
    return
  fi
  changed /usr/sbin/mosquitto
  $dry_run && return
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends mosquitto >"$scratch/apt.log" 2>&1 ||
    { changes=$((changes - 1)); echo "missing       /usr/sbin/mosquitto ($(tail -1 "$scratch/apt.log")); the lanes work, siblings hear nothing until it is there"; }
}

# The code as the box reads it: no dashes, no spaces, upper case.
read_claim() {
  [ -n "$claim" ] || claim=$(sed -nE 's/^[[:space:]]*claim_code[[:space:]]*=[[:space:]]*"([^"]*)".*/\1/p' "$config" | head -1)
  [ -n "$claim" ] || return 0
  claim=$(printf '%s' "$claim" | tr -d ' -' | tr '[:lower:]' '[:upper:]' | tr 'SZG8' '526B')
  [[ $claim =~ ^[ABCDEFHJKMNPQRTUVWXY2-7]{8}$ ]] || fail "this is no claim code: eight letters and digits, such as ABCD-EF23; nothing was changed"
}

# Left in the box's own folder, for the box's own user: it enrols with it and removes it.
leave_claim() {
  [ -n "$claim" ] || return 0
  local data file
  data=$(sed -nE 's/^[[:space:]]*data[[:space:]]*=[[:space:]]*"([^"]*)".*/\1/p' "$config" | head -1)
  [ -n "$data" ] || fail "$config does not say where the box keeps its data ([box] data)"
  file=$data/claim-code
  if grep -qs "\"$(printf '%s' "$claim" | sha256sum | cut -d' ' -f1)\"" "$root$data/identity.json"; then kept "$file (this code was used already)"; return; fi
  if [ "$(cat "$root$file" 2>/dev/null)" = "$claim" ]; then kept "$file"; return; fi
  changed "$file"
  $dry_run && return
  # systemd gives a new folder, and all in it, to the box's user at its first start; an old one has that owner already
  [ -d "$root$data" ] || install -d -m 0700 "$root$data"
  (umask 077 && printf '%s\n' "$claim" >"$root$file")
  chown --reference="$root$data" "$root$file"
}

# Every GPIO line of one kind named in the site file, comma-separated.
gpio_lines() { { grep -oE "\\b($1) *= *[0-9]+" "$config" || true; } | grep -oE '[0-9]+$' | sort -nu | paste -sd, -; }

# The firmware sets the pins before any program runs: relays are outputs and low, inputs have their pull-up, and the kernel gives
# lines back when a process dies.
boot_block() {
  local relays inputs
  relays=$(gpio_lines relay)
  inputs=$(gpio_lines 'arming_loop|closing_loop|open_limit|closed_limit')
  echo '# --- gatehouse: written by provision-pi.sh, do not edit ---'
  echo 'dtparam=strict_gpiod'
  echo 'dtparam=watchdog=on'
  [ -z "$relays" ] || echo "gpio=$relays=op,dl"
  [ -z "$inputs" ] || echo "gpio=$inputs=ip,pu"
  echo '# --- gatehouse: end ---'
}

install_boot() {
  local file=/boot/firmware/config.txt
  [ -f "$root$file" ] || { echo "not there      $file (no Raspberry Pi firmware in this root)"; return; }
  { sed '/^# --- gatehouse: written/,/^# --- gatehouse: end/d' "$root$file" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'; echo; boot_block; } >"$scratch/config.txt"
  # FAT knows no modes: compare content only.
  if cmp -s "$scratch/config.txt" "$root$file"; then kept "$file"; return; fi
  changed "$file"
  $dry_run || { cp "$scratch/config.txt" "$root$file.new"; mv "$root$file.new" "$root$file"; }
}

# On the running system the changes take effect now; in a mounted root they do at its next boot.
activate() {
  if $dry_run || [ "$changes" = 0 ]; then return; fi
  if command -v systemd-sysusers >/dev/null; then systemd-sysusers --root="${root:-/}" "$root/usr/lib/sysusers.d/gatehouse.conf" 2>/dev/null || true; fi
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    systemctl daemon-reload
    systemctl restart gatehouse.service
    if [ -e /etc/systemd/system/gatehouse-broker.path ]; then systemctl restart gatehouse-broker.path gatehouse-broker.service; fi
  fi
}

apply() {
  [ -n "$root" ] || usage_error 'apply needs --root DIR'
  [ -d "$root" ] || fail "no folder $root"
  root=$(cd "$root" && pwd)
  if [ "$root" = / ]; then root=''; fi
  [ -n "$root" ] || [ "$(id -u)" = 0 ] || fail 'changing the running system needs root: use sudo'
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch" "$scratch.err"' EXIT
  read_claim
  unpack_bundle
  check_config
  install_release
  install_system
  install_broker
  install_boot
  leave_claim
  activate
  echo "$changes changed"
}

# The remote line is put together here on purpose, every word quoted with %q.
# shellcheck disable=SC2029
over_ssh() {
  [ -n "$host" ] || usage_error 'ssh needs --host USER@HOST'
  [ -f "$bundle" ] || fail "no bundle at $bundle: make one with npm run bundle"
  [ -f "$config" ] || fail "no site file at $config"
  local options=(-o BatchMode=yes -o ConnectTimeout=10 -p "$port") target=${root:-/} remote words
  if [ -n "$identity" ]; then options+=(-i "$identity"); fi
  remote=$(ssh "${options[@]}" "$host" mktemp -d) || fail "cannot log in to $host: check the address, the key and that ssh is on; nothing was changed"
  # shellcheck disable=SC2064 # the folder's name is known now and must not change
  trap "ssh ${options[*]} '$host' rm -rf '$remote'" EXIT
  tar -cf - -C "$(dirname "$(realpath "$0")")" "$(basename "$0")" -C "$(dirname "$(realpath "$bundle")")" "$(basename "$bundle")" \
    -C "$(dirname "$(realpath "$config")")" "$(basename "$config")" | ssh "${options[@]}" "$host" tar -xf - -C "$remote"
  words=(bash "$remote/$(basename "$0")" apply --root "$target" --bundle "$remote/$(basename "$bundle")" --config "$remote/$(basename "$config")")
  if [ -n "$claim" ]; then words+=(--claim "$claim"); fi
  if $dry_run; then words+=(--dry-run); fi
  local line user
  line=$(printf '%q ' "${words[@]}")
  user=$(ssh "${options[@]}" "$host" id -u)
  if [ "$user" = 0 ]; then
    ssh "${options[@]}" "$host" "$line"
  elif $ask_sudo; then
    local password
    read -rsp "password of ${host%%@*} on ${host##*@}: " password
    echo >&2
    # From standard input, so it stands in no process list.
    printf '%s\n' "$password" | ssh "${options[@]}" "$host" "sudo -S -p '' $line"
  else
    ssh "${options[@]}" "$host" "sudo -n $line" || fail "$host refused: if sudo asks for a password there, use --ask-sudo"
  fi
}

verb=${1:-}
[ $# -eq 0 ] || shift
case $verb in
  apply | ssh) ;;
  --help | -h | help) sed -n '2,14p' "$0" | sed 's/^# \{0,1\}//'; exit 0 ;;
  '') usage_error 'say what to do: apply or ssh' ;;
  *) usage_error "there is no verb $verb: there are apply and ssh" ;;
esac
while [ $# -gt 0 ]; do
  case $1 in
    --root) root=${2:?--root needs a folder}; shift 2 ;;
    --bundle) bundle=${2:?--bundle needs a file}; shift 2 ;;
    --config) config=${2:?--config needs a file}; shift 2 ;;
    --claim) claim=${2:?--claim needs a code}; shift 2 ;;
    --host) host=${2:?--host needs USER@HOST}; shift 2 ;;
    --port) port=${2:?--port needs a number}; shift 2 ;;
    --identity) identity=${2:?--identity needs a file}; shift 2 ;;
    --ask-sudo) ask_sudo=true; shift ;;
    --dry-run) dry_run=true; shift ;;
    *) usage_error "unknown option $1" ;;
  esac
done
[ -n "$bundle" ] || usage_error "$verb needs --bundle FILE"
[ -n "$config" ] || usage_error "$verb needs --config FILE"
if [ "$verb" = apply ]; then apply; else over_ssh; fi
