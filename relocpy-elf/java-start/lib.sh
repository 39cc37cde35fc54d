# shellcheck shell=sh disable=SC2034 # the variables are for the scripts
# How the scripts relocpy and patchelf start Java. Beside this file, Java's options are in files by kind of work, for
# java @all @KIND: "few" and "many" are files that patchelf edits.

# the Java that Maven uses, too
java=java
[ -z "${JAVA_HOME:-}" ] || [ ! -x "$JAVA_HOME/bin/java" ] || java=$JAVA_HOME/bin/java

# in the C locale Java could not use file names with non-ASCII characters
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    *[Uu][Tt][Ff]*) ;;
    *) export LC_ALL=C.UTF-8 ;;
esac

# archive_classes LIST ARCHIVE CLASSPATH   makes a CDS archive of the listed classes, with which Java starts two to three times
# as fast; a static one, since only that includes classes of old formats. It is there when it is complete; other processes
# may do the same.
archive_classes() {
    "$java" -Xshare:dump -XX:SharedClassListFile="$1" -XX:SharedArchiveFile="$2.$$" -Xlog:disable -Xlog:all=off -cp "$3" \
        >/dev/null 2>&1 </dev/null && mv -f "$2.$$" "$2"
    rm -f "$2.$$"
}
