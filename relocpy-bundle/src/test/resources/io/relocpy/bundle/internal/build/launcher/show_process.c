/* Prints what it was started with: the program that a launcher under test executes. */
#include <stdio.h>

int main(int argc, char **argv, char **environment) {
  for (int i = 0; i < argc; i++) printf("argument %s\n", argv[i]);
  while (*environment) printf("variable %s\n", *environment++);
  return 42;
}
