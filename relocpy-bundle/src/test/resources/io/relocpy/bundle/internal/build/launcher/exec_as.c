/* exec_as DIRECTORY FILE [ARGV0 [ARGUMENT...]]: executes a file from a directory under any argv[0], or under none.
 * The directory "deleted" is one that has been deleted. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <sys/stat.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  if (!strcmp(argv[1], "deleted")) {
    char directory[] = "deleted-directory";
    if (mkdir(directory, 0700) || chdir(directory) || rmdir("../deleted-directory")) return perror(directory), 2;
  } else if (chdir(argv[1])) {
    return perror(argv[1]), 2;
  }
  execv(argv[2], argv + 3);
  return perror(argv[2]), 2;
}
