/* The launcher: what lies in a bundle's bin/ under the name of a command.
 *
 * It finds the bundle it lies in and executes the bundle's own ELF loader on the real program, with the arguments that
 * its configuration names, followed by those it was called with. It needs nothing from the host: no libc, no loader, no
 * shell, no /proc, no environment variable. It leaves nothing behind: after execve(2) it is gone.
 *
 * Order of work, one function each:
 *   refuse_privileges_of_file  so that it has no rights but the caller's
 *   find_self      where this file really lies, and with that the bundle's root
 *   choose_argv0   the name under which the program shall know itself
 *   new_arguments  the configuration's arguments, then the caller's
 *   new_environment  the caller's, less what the configuration drops, plus what it puts
 *
 * THE CONFIGURATION BLOCK is part of the binary and is patched for each command. The magic occurs once in the file.
 *
 *   offset  size  content
 *        0    16  magic "relocpy-launch-1"
 *       16     2  size of the whole block in bytes, magic included; big-endian on every architecture; not to be changed
 *       18     1  levels: how many directories the launcher lies below the bundle's root (bin/python3: 1)
 *       19     1  0
 *       20     …  entries, each ended by NUL; after the last one an empty entry (one more NUL); the rest is NUL
 *
 * The first byte of an entry says what the rest of it is:
 *   x  path of the file to execute: exactly one, and it must be inside the bundle (how the bundle is recognised)
 *   a  an argument; all of them, in this order, from argv[0] on
 *   d  name of an environment variable to drop
 *   p  NAME=VALUE, an environment variable to put in place of the caller's
 * In the text of x, a and p, byte 1 stands for the bundle's root and byte 2, not in x, for the chosen argv0: absolute
 * paths, without a slash at the end. When the bundle is the root directory, byte 1 stands for "/" all the same and argv0
 * begins with "//": the same to the kernel, but CPython, which looks for its prefix in the directories above argv[0] and
 * stops when "/bin" has become "", then finds "/".
 *
 * Exit status: 126 when the program is there but can not be executed, or must not since this file is set-user-ID,
 * set-group-ID or has capabilities; 127 when it is not there, as shells have it.
 */

#include "freestanding.h"

#define CONFIG_SIZE 4096
#define ENTRIES 20

struct config {
  char magic[16];
  unsigned char size[2];
  unsigned char levels;
  unsigned char zero;
  char entries[CONFIG_SIZE - ENTRIES];
};

__attribute__((section(".bundle_config"), used, aligned(16))) static const struct config unpatched = {
    {'r', 'e', 'l', 'o', 'c', 'p', 'y', '-', 'l', 'a', 'u', 'n', 'c', 'h', '-', '1'},
    {CONFIG_SIZE >> 8, CONFIG_SIZE & 255},
    0,
    0,
    {0}};

/* The block as it is in this file now. The compiler must conclude nothing from what the source says is in it. */
static const struct config *config(void) {
  const struct config *patched = &unpatched;
  __asm__("" : "+r"(patched));
  return patched;
}

/* linux/capability.h, linux/prctl.h */
#define _LINUX_CAPABILITY_VERSION_3 0x20080522
#define PR_CAP_AMBIENT 47
#define PR_CAP_AMBIENT_IS_SET 1

enum kind { EXECUTE = 'x', ARGUMENT = 'a', DROP = 'd', PUT = 'p' };
enum mark { ROOT = 1, ARGV0 = 2 };

/* getauxval(3); AT_EXECFN is the path that execve(2) was called with */
enum auxiliary { AT_UID = 11, AT_EUID, AT_GID, AT_EGID, AT_SECURE = 23, AT_EXECFN = 31, AUXILIARIES };

struct call {
  long count;
  char **arguments;
  char **environment;
  unsigned long auxiliary[AUXILIARIES];
  const char *path; /* AT_EXECFN or "" */
  const char *name; /* argv[0] or "" */
};

struct place {
  char *self;       /* the real path of this file */
  const char *root; /* what byte 1 stands for */
  char *program;    /* entry x, expanded */
};

/* The text of an entry with the marks replaced, as memory of its own. */
static char *expand(const char *text, const char *root, const char *argv0) {
  struct text expanded = {0, 0, 0};
  append(&expanded, "");
  for (; *text; text++) {
    if (*text == ROOT)
      append(&expanded, root);
    else if (*text == ARGV0)
      append(&expanded, argv0);
    else
      append_bytes(&expanded, text, 1);
  }
  return expanded.chars;
}

static const char *first_entry(void) { return config()->entries; }
static const char *next_entry(const char *entry) { return entry + length(entry) + 1; }

static const char *execute_entry(void) {
  const char *found = 0;
  const char *last = config()->entries + sizeof config()->entries - 1;
  if (last[0] || last[-1]) fail(126, "bad configuration", "it has no end", 0);
  for (const char *entry = first_entry(); *entry; entry = next_entry(entry))
    if (*entry == EXECUTE) found = entry + 1;
  if (!found) fail(126, "bad configuration", "it names no file to execute", 0);
  return found;
}

static const char *variable(char **environment, const char *name, unsigned long size) {
  for (; *environment; environment++) {
    unsigned long i = 0;
    while (i < size && (*environment)[i] == name[i]) i++;
    if (i == size && (*environment)[i] == '=') return *environment + size + 1;
  }
  return 0;
}

/* Whether this path, if it is a launcher's, has the bundle around it. The last one tried stays in `place`. */
static int is_in_bundle(char *self, struct place *place) {
  if (!self) return 0;
  char *root = directory_of(self, config()->levels);
  if (!root) return 0;
  struct identity program;
  place->self = self;
  place->root = *root ? root : "/";
  place->program = expand(execute_entry(), root, "");
  return identify(place->program, &program) == 0;
}

static int is_in_bundle_at(const char *path, struct place *place) {
  char *whole = absolute(path);
  return whole && is_in_bundle(resolve(whole), place);
}

static int is_in_bundle_on_path(const struct call *call, struct place *place) {
  const char *folders = variable(call->environment, "PATH", 4);
  while (folders) {
    unsigned long size = 0;
    while (folders[size] && folders[size] != ':') size++;
    struct text path = {0, 0, 0};
    append_bytes(&path, folders, size);
    append(&path, size ? "/" : "./");
    append(&path, call->name);
    if (is_in_bundle_at(path.chars, place)) return 1;
    folders = folders[size] ? folders + size + 1 : 0;
  }
  return 0;
}

/* The kernel knows best. Without /proc, what execve(2) was called with is this file, or the script with this file in its
 * "#!" line; then argv[0] is this file, unless the caller made it up. */
static struct place find_self(const struct call *call) {
  struct place place = {0, 0, 0};
  char *self = allocate(PATH_MAX);
  long size = system_call(NR_readlinkat, AT_FDCWD, (long)"/proc/self/exe", (long)self, PATH_MAX, 0);
  if (size > 0 && size < PATH_MAX && *self == '/') {
    self[size] = 0;
    if (is_in_bundle(self, &place)) return place;
  }
  if (*call->path && is_in_bundle_at(call->path, &place)) return place;
  if (has_slash(call->name) && is_in_bundle_at(call->name, &place)) return place;
  if (*call->name && !has_slash(call->name) && is_in_bundle_on_path(call, &place)) return place;
  if (!place.program) fail(127, "cannot find out where this program lies", call->name, 0);
  struct identity program;
  long error = -identify(place.program, &program);
  fail(127, "the bundle is not whole", place.program, error ? error : ENOENT);
}

/* Python finds its prefix and its pyvenv.cfg from argv[0], so it must be an absolute path that leads here; as the caller
 * wrote it, for the sake of links to us (virtual environments) and of sys.executable. 0 if it does not lead here. */
static char *as_argv0(const char *path, const struct identity *self) {
  char *whole = *path ? absolute(path) : 0;
  if (!whole || !leads_to(whole, self)) return 0;
  for (const char *c = whole; *c; c++) {
    if (c[0] == '/' && c[1] == '.' && c[2] == '.' && (c[3] == '/' || !c[3])) {
      /* Python takes ".." away without looking at links, which can lead elsewhere; so the kernel's way, here */
      const char *name = whole + length(whole);
      while (name[-1] != '/') name--;
      struct text text = {0, 0, 0};
      char *directory = resolve(directory_of(whole, 0));
      if (!directory) return 0;
      append(&text, directory[1] ? directory : "");
      append(&text, "/");
      append(&text, name);
      return text.chars;
    }
  }
  return whole;
}

static char *choose_argv0(const struct call *call, const struct place *place) {
  struct identity self;
  char *argv0 = 0;
  if (identify(place->self, &self) == 0) {
    if (has_slash(call->name)) argv0 = as_argv0(call->name, &self); /* else the shell looked for it on the PATH */
    if (!argv0) argv0 = as_argv0(call->path, &self);
  }
  if (!argv0) argv0 = place->self;
  if (place->root[1] || argv0[1] == '/') return argv0; /* the latter is how such a Python calls itself */
  struct text text = {0, 0, 0};
  append(&text, "/");
  append(&text, argv0);
  return text.chars;
}

static unsigned long entries(enum kind kind) {
  unsigned long count = 0;
  for (const char *entry = first_entry(); *entry; entry = next_entry(entry)) count += *entry == (char)kind;
  return count;
}

static char **new_arguments(const struct call *call, const struct place *place, const char *argv0) {
  char **arguments = allocate((entries(ARGUMENT) + (unsigned long)call->count + 1) * sizeof *arguments);
  unsigned long count = 0;
  for (const char *entry = first_entry(); *entry; entry = next_entry(entry))
    if (*entry == ARGUMENT) arguments[count++] = expand(entry + 1, place->root, argv0);
  for (long i = 1; i < call->count; i++) arguments[count++] = call->arguments[i];
  arguments[count] = 0;
  return arguments;
}

/* Whether a NAME=VALUE has the name that an entry d or p begins with. */
static int is_named(const char *assignment, const char *name) {
  while (*name && *name != '=' && *assignment == *name) assignment++, name++;
  return *assignment == '=' && (!*name || *name == '=');
}

static int is_replaced(const char *assignment) {
  for (const char *entry = first_entry(); *entry; entry = next_entry(entry))
    if ((*entry == DROP || *entry == PUT) && is_named(assignment, entry + 1)) return 1;
  return 0;
}

static char **new_environment(const struct call *call, const struct place *place, const char *argv0) {
  unsigned long count = 0;
  while (call->environment[count]) count++;
  char **environment = allocate((count + entries(PUT) + 1) * sizeof *environment);
  count = 0;
  for (char **old = call->environment; *old; old++)
    if (!is_replaced(*old)) environment[count++] = *old;
  for (const char *entry = first_entry(); *entry; entry = next_entry(entry))
    if (*entry == PUT) environment[count++] = expand(entry + 1, place->root, argv0);
  environment[count] = 0;
  return environment;
}

/* The process's stack as the kernel leaves it: argc, argv, NULL, environment, NULL, auxiliary vector (elf(5)). */
static struct call read_stack(unsigned long *stack) {
  struct call call;
  call.count = (long)stack[0];
  call.arguments = (char **)(stack + 1);
  call.environment = call.arguments + call.count + 1;
  call.name = call.count > 0 ? call.arguments[0] : "";
  for (int i = 0; i < AUXILIARIES; i++) call.auxiliary[i] = 0;
  char **end = call.environment;
  while (*end) end++;
  for (unsigned long *pair = (unsigned long *)(end + 1); pair[0]; pair += 2)
    if (pair[0] < AUXILIARIES) call.auxiliary[pair[0]] = pair[1];
  call.path = call.auxiliary[AT_EXECFN] ? (const char *)call.auxiliary[AT_EXECFN] : "";
  return call;
}

/* Whether the file of this program has capabilities (capabilities(7)): of who is not root, what execve(2) does not take
 * from the ambient set comes from the file alone. */
static int has_capabilities_of_file(void) {
  static struct { unsigned version; int process; } header = {_LINUX_CAPABILITY_VERSION_3, 0};
  static struct { unsigned effective, permitted, inheritable; } sets[2];
  if (system_call(NR_capget, (long)&header, (long)sets, 0, 0, 0)) return 1;
  for (int i = 0; i < 64; i++)
    if (sets[i / 32].permitted >> i % 32 & 1 && system_call(NR_prctl, PR_CAP_AMBIENT, PR_CAP_AMBIENT_IS_SET, i, 0, 0) != 1)
      return 1;
  return 0;
}

/* The caller's environment, arguments and directory decide what a bundle does, so it must not do it with rights that the
 * caller lacks. AT_SECURE alone does not say that: SELinux sets it for services that systemd starts. */
static void refuse_privileges_of_file(const struct call *call) {
  const unsigned long *auxiliary = call->auxiliary;
  if (auxiliary[AT_UID] != auxiliary[AT_EUID] || auxiliary[AT_GID] != auxiliary[AT_EGID])
    fail(126, "will not run with privileges of its file", "set-user-ID or set-group-ID", 0);
  if (auxiliary[AT_SECURE] && auxiliary[AT_UID] && has_capabilities_of_file())
    fail(126, "will not run with privileges of its file", "capabilities", 0);
}

__attribute__((noreturn, used)) void launch(unsigned long *stack) {
  struct call call = read_stack(stack);
  refuse_privileges_of_file(&call);
  struct place place = find_self(&call);
  char *argv0 = choose_argv0(&call, &place);
  char **arguments = new_arguments(&call, &place, argv0);
  char **environment = new_environment(&call, &place, argv0);
  long error = -system_call(NR_execve, (long)place.program, (long)arguments, (long)environment, 0, 0);
  fail(126, "cannot execute", place.program, error);
}
