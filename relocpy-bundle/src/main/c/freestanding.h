/* What a C library would give the launcher: memory, strings that grow, errors in words, and paths. */

#include "architecture.h"

/* linux/limits.h: no path that the kernel takes or gives is longer, its NUL included */
#define PATH_MAX 4096
#define AT_FDCWD -100
#define MAX_LINKS 40 /* path_resolution(7) */

enum { EPERM = 1, ENOENT = 2, EIO = 5, E2BIG = 7, ENOEXEC = 8, ENOMEM = 12, EACCES = 13, ENOTDIR = 20, EINVAL = 22,
       ETXTBSY = 26, ENAMETOOLONG = 36, ELOOP = 40 };

/* ---- memory and text --------------------------------------------------------------------------------------------- */

static __attribute__((noreturn)) void fail(int status, const char *what, const char *which, long error);

static unsigned long length(const char *text) {
  unsigned long n = 0;
  while (text[n]) n++;
  return n;
}

/* Memory that is never freed: execve(2) does that. Asked for from the kernel, since argument lists may be of any size. */
static void *allocate(unsigned long size) {
  static unsigned long next, end;
  size = (size + 15) & ~15UL;
  if (size > end - next) {
    unsigned long grow = (size + 65535) & ~65535UL;
    if (!end) next = end = ((unsigned long)system_call(NR_brk, 0, 0, 0, 0, 0) + 15) & ~15UL;
    if ((unsigned long)system_call(NR_brk, (long)(end + grow), 0, 0, 0, 0) < end + grow)
      fail(126, "cannot start", "out of memory", 0);
    end += grow;
  }
  void *memory = (void *)next;
  next += size;
  return memory;
}

/* A string that grows. chars is NUL-terminated from the first append on. */
struct text {
  char *chars;
  unsigned long size, capacity;
};

static void append_bytes(struct text *text, const char *bytes, unsigned long count) {
  if (text->size + count + 1 > text->capacity) {
    unsigned long capacity = 2 * (text->size + count) + 256;
    char *chars = allocate(capacity);
    for (unsigned long i = 0; i < text->size; i++) chars[i] = text->chars[i];
    text->chars = chars;
    text->capacity = capacity;
  }
  for (unsigned long i = 0; i < count; i++) text->chars[text->size++] = bytes[i];
  text->chars[text->size] = 0;
}

static void append(struct text *text, const char *string) { append_bytes(text, string, length(string)); }

static void cut(struct text *text, unsigned long size) {
  text->size = size;
  if (text->chars) text->chars[size] = 0;
}

static int has_slash(const char *text) {
  while (*text)
    if (*text++ == '/') return 1;
  return 0;
}

/* ---- errors ------------------------------------------------------------------------------------------------------ */

static const char *error_text(long error) {
  switch (error) {
    case EPERM: return "Operation not permitted";
    case ENOENT: return "No such file or directory";
    case EIO: return "Input/output error";
    case E2BIG: return "Argument list too long";
    case ENOEXEC: return "Exec format error (made for another architecture?)";
    case ENOMEM: return "Cannot allocate memory";
    case EACCES: return "Permission denied";
    case ENOTDIR: return "Not a directory";
    case ETXTBSY: return "Text file busy";
    case ENAMETOOLONG: return "File name too long";
    case ELOOP: return "Too many levels of symbolic links";
    default: return 0;
  }
}

/* One line on stderr, by one write(2), and the end. No allocation here: it may be what failed. */
static void fail(int status, const char *what, const char *which, long error) {
  static char line[2 * PATH_MAX];
  char digits[] = "error 00000";
  const char *reason = "";
  if (error) {
    reason = error_text(error);
    if (!reason) {
      for (unsigned long i = sizeof digits - 2; error && digits[i] == '0'; i--, error /= 10)
        digits[i] = (char)('0' + error % 10);
      reason = digits;
    }
  }
  const char *parts[] = {"relocpy launcher: ", what, ": ", which, *reason ? ": " : "", reason};
  unsigned long size = 0;
  for (unsigned long p = 0; p < sizeof parts / sizeof *parts; p++)
    for (const char *c = parts[p]; *c && size < sizeof line - 1; c++) line[size++] = *c;
  line[size++] = '\n';
  system_call(NR_write, 2, (long)line, (long)size, 0, 0);
  for (;;) system_call(NR_exit, status, 0, 0, 0, 0);
}

/* ---- files ------------------------------------------------------------------------------------------------------- */

struct identity {
  unsigned long long device;
  inode_number inode;
};

/* Which file a path leads to, links followed. 0, or minus errno. */
static long identify(const char *path, struct identity *identity) {
  union {
    unsigned long long device;
    char bytes[256]; /* struct stat has at most 144 */
  } status;
  long result = system_call(NR_newfstatat, AT_FDCWD, (long)path, (long)&status, 0, 0);
  if (result == 0) {
    identity->device = status.device;
    identity->inode = *(inode_number *)(status.bytes + STAT_INODE);
  }
  return result;
}

static int leads_to(const char *path, const struct identity *file) {
  struct identity other;
  return identify(path, &other) == 0 && other.device == file->device && other.inode == file->inode;
}

/* The path with the working directory in front if it is relative; 0 if there is none to put there. */
static char *absolute(const char *path) {
  struct text text = {0, 0, 0};
  if (*path != '/') {
    char *directory = allocate(PATH_MAX);
    /* not '/' in front: the kernel says "(unreachable)" when the directory is outside the root */
    if (system_call(NR_getcwd, (long)directory, PATH_MAX, 0, 0, 0) <= 0 || *directory != '/') return 0;
    append(&text, directory[1] ? directory : "");
    append(&text, "/");
    while (path[0] == '.' && path[1] == '/')
      for (path += 2; *path == '/';) path++;
  }
  append(&text, path);
  return text.chars;
}

/* realpath(3) of an absolute path: no links, no ".", no ".."; 0 if some part of it does not exist. */
static char *resolve(const char *path) {
  struct text done = {0, 0, 0}; /* "" is the root directory */
  append(&done, "");
  for (int links = 0;;) {
    while (*path == '/') path++;
    unsigned long size = 0;
    while (path[size] && path[size] != '/') size++;
    if (!size) break;
    unsigned long before = done.size;
    if (size == 2 && path[0] == '.' && path[1] == '.') {
      while (before && done.chars[--before] != '/') continue;
      cut(&done, before);
    } else if (size != 1 || path[0] != '.') {
      char *target = allocate(PATH_MAX);
      append(&done, "/");
      append_bytes(&done, path, size);
      long got = system_call(NR_readlinkat, AT_FDCWD, (long)done.chars, (long)target, PATH_MAX, 0);
      if (got >= PATH_MAX || (got > 0 && ++links > MAX_LINKS) || (got < 0 && got != -EINVAL)) return 0;
      if (got > 0) {
        struct text rest = {0, 0, 0};
        append_bytes(&rest, target, (unsigned long)got);
        append(&rest, path + size);
        cut(&done, *target == '/' ? 0 : before);
        path = rest.chars;
        continue;
      }
    }
    path += size;
  }
  if (!done.size) append(&done, "/");
  return done.chars;
}

/* The directory of an absolute path, `levels` directories up: "" is the root directory; 0 if there are not so many. */
static char *directory_of(const char *path, unsigned levels) {
  struct text text = {0, 0, 0};
  append(&text, path);
  for (unsigned level = 0; level <= levels; level++) {
    unsigned long size = text.size;
    if (!size) return 0;
    while (text.chars[--size] != '/') continue;
    cut(&text, size);
  }
  return text.chars;
}
