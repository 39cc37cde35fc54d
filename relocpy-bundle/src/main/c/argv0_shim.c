/* What stands in for "ld.so --argv0" where the bundle's glibc is older than 2.33, the first to have it.
 *
 * Without it argv[0] is the program's own path, and Python's sys.executable with it: a file that can not be executed
 * without its loader. So the launcher preloads this library and hands the right argv[0] over in the environment:
 *
 *   p RELOCPY_ARGV0=<byte 2>
 *   p LD_PRELOAD=$ORIGIN/<path from the program's directory to this file>
 *
 * $ORIGIN, which the loader expands to the directory of the program it runs, since a path with a space or a colon would
 * be taken for several. The constructor below runs before main; glibc hands it the arrays that main gets and that
 * environ points to. It puts argv[0] right and takes both variables out, so that no child ever sees them.
 *
 * No libc, no DT_NEEDED: nothing that could differ between versions.
 */

/* Whether a NAME=VALUE has this name, which ends with its equals sign. */
static int is_named(const char *assignment, const char *name) {
  while (*name)
    if (*assignment++ != *name++) return 0;
  return 1;
}

static void take_over(int argc, char **argv, char **environment) {
  static const char argv0[] = "RELOCPY_ARGV0=";
  char *handed_over = 0;
  for (char **variable = environment; *variable; variable++)
    if (is_named(*variable, argv0)) handed_over = *variable + sizeof argv0 - 1;
  if (!handed_over) return; /* not started by a launcher: then LD_PRELOAD is not ours */
  if (argc > 0) argv[0] = handed_over;

  char **kept = environment;
  for (char **variable = environment; *variable; variable++)
    if (!is_named(*variable, argv0) && !is_named(*variable, "LD_PRELOAD=")) *kept++ = *variable;
  *kept = 0;
}

__attribute__((section(".init_array"), used)) static void (*const constructor)(int, char **, char **) = take_over;
