# shellcheck shell=sh disable=SC2034 # the variables are for the sections
# Functions for all sections. A section is an executable script in this directory with a line "# title: …". It prints lines of
# tab-separated fields, which BenchmarkPage.java lists; everything else goes to standard error.
set -eu
examples=$(dirname "$(dirname "$(readlink -f "$0")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
classes="$examples/target/test-classes:$examples/../relocpy-elf/target/test-classes:$examples/target/lib/*"
# short-lived JVMs run fastest with one compiler and one collector thread
short="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData"
# JVMs that run for a second or two
seconds="'@$examples/../relocpy-elf/java-start/all' '@$examples/../relocpy-elf/java-start/build'"
if [ -n "$QUICK" ]; then runs=1; else runs=5; fi

line() { (IFS='	'; printf '%s\n' "$*"); }
# figure WHAT OURS PEER THEIRS UNIT GOAL
figure() { line figure "$@"; }
note() { line note "$@"; }
plot() { line plot "$@"; }
point() { line point "$@"; }
skip() { line skip "$@"; }

# need PROGRAM:DEBIAN-PACKAGE…   reports what is missing; false if anything is
need() {
    complete=true
    for pair; do
        command -v "${pair%%:*}" >/dev/null && continue
        skip "this section" "program ${pair%%:*} is missing (Debian: ${pair#*:})"
        complete=false
    done
    $complete
}

# timed NAME HYPERFINE-ARGUMENT…   runs hyperfine; the commands have names (-n) for the next three functions
timed() {
    csv=$work/$1.csv
    shift
    hyperfine --style basic --export-csv "$csv" "$@" >&2
}
column() { awk -F , -v name="$2" -v column="$3" '$1 == name { print $column; exit }' "$work/$1.csv"; }
# wall NAME COMMAND   seconds of the fastest run; cpu: mean processor seconds
wall() { column "$1" "$2" 7; }
cpu() { awk -F , -v name="$2" '$1 == name { print $5 + $6; exit }' "$work/$1.csv"; }
# memory COMMAND   peak memory of the largest process in bytes
memory() {
    /usr/bin/time -f %M -o "$work/memory" sh -c "$1" >/dev/null 2>&1 || true
    echo "$(tail -n 1 "$work/memory")000"
}

# debian_mirror   the URL of the Debian mirror that this machine's apt uses; false if there is none
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | grep -m 1 '/debian/$'
}

# apt_configuration ARCHIVES   an apt of its own in $work/apt: an empty root, and the sources of $work/sources.list
apt_configuration() {
    : >"$work/status"
    cat >"$work/apt.conf" <<CONFIGURATION
Dir::State "$work/apt/state"; Dir::State::status "$work/status"; Dir::Cache "$work/apt/cache"; Dir::Cache::archives "$1";
Dir::Etc { sourcelist "$work/sources.list"; sourceparts "/dev/null"; main "/dev/null"; parts "/dev/null"; preferencesparts "/dev/null"; };
APT::Architecture "amd64"; APT::Architectures { "amd64"; }; APT::Sandbox::User "root"; Acquire::Languages "none"; Debug::NoLocking "true";
CONFIGURATION
}

# debian_packages NAME REQUEST…   a directory of what apt would install into an empty root; kept for the next time
debian_packages() {
    debs=$examples/target/benchmark/debian/$1
    shift
    if [ ! -e "$debs/complete" ]; then
        mkdir -p "$work/apt/state/lists/partial" "$work/apt/cache" "$debs/partial"
        echo "deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) trixie main" >"$work/sources.list"
        apt_configuration "$debs"
        APT_CONFIG=$work/apt.conf apt-get -q update >&2 &&
            APT_CONFIG=$work/apt.conf apt-get -q -y --no-install-recommends --download-only install "$@" >&2 &&
            : >"$debs/complete" || return 1
    fi
    echo "$debs"
}

# the archive of the quickstart's bundle, built if necessary
quickstart_bundle() {
    archive=$examples/../target/quickstart/hello.tar.gz
    [ -e "$archive" ] || "$examples/quickstart" >&2
    echo "$archive"
}

# generate NUMBER DIR   a repository of that many packages; the closure of the last has about a hundred at 64,000
generate() {
    mkdir -p "$2/repodata"
    awk -v count="$1" 'BEGIN {
        print "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
        print "<metadata xmlns=\"http://linux.duke.edu/metadata/common\" xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"" count "\">"
        for (i = 1; i <= count; i++) {
            evr = "epoch=\"0\" ver=\"1." i % 7 "\" rel=\"1\""
            printf "<package type=\"rpm\"><name>p%d</name><arch>x86_64</arch><version %s/>", i, evr
            printf "<checksum type=\"sha256\" pkgid=\"YES\">%064x</checksum><summary>Package %d of many</summary>", i, i
            printf "<description>Package %d, with a text as long as packages of distributions have on the average: what it is, what it is for, and which of its parts are elsewhere.</description>", i
            printf "<packager/><url>https://example.com/p%d</url><time file=\"1\" build=\"1\"/><size package=\"9999\" installed=\"99999\" archive=\"99999\"/>", i
            printf "<location href=\"p%d.rpm\"/><format><rpm:license>MIT</rpm:license><rpm:vendor/><rpm:group>Unspecified</rpm:group>", i
            printf "<rpm:buildhost>localhost</rpm:buildhost><rpm:sourcerpm>p%d.src.rpm</rpm:sourcerpm><rpm:header-range start=\"1\" end=\"2\"/>", i
            printf "<rpm:provides><rpm:entry name=\"p%d\" flags=\"EQ\" %s/><rpm:entry name=\"p%d(x86-64)\" flags=\"EQ\" %s/>", i, evr, i, evr
            printf "<rpm:entry name=\"libp%d.so.1()(64bit)\"/></rpm:provides><rpm:requires>", i
            if (i > 1) {
                printf "<rpm:entry name=\"libp%d.so.1()(64bit)\"/><rpm:entry name=\"p%d\" flags=\"GE\" epoch=\"0\" ver=\"1\"/>", int((i + 1) / 2), int((i + 2) / 3)
                printf "<rpm:entry name=\"/usr/bin/p%d\"/>", int((i + 4) / 5)
            }
            printf "</rpm:requires><file>/usr/bin/p%d</file></format></package>\n", i
        }
        print "</metadata>"
    }' >"$2/primary.xml"
    open=$(sha256sum "$2/primary.xml" | cut -d ' ' -f 1)
    gzip -n "$2/primary.xml"
    mv "$2/primary.xml.gz" "$2/repodata/"
    cat >"$2/repodata/repomd.xml" <<REPOMD
<?xml version="1.0" encoding="UTF-8"?>
<repomd xmlns="http://linux.duke.edu/metadata/repo"><revision>1</revision><data type="primary">
<checksum type="sha256">$(sha256sum "$2/repodata/primary.xml.gz" | cut -d ' ' -f 1)</checksum><open-checksum type="sha256">$open</open-checksum>
<location href="repodata/primary.xml.gz"/><timestamp>1</timestamp></data></repomd>
REPOMD
}
