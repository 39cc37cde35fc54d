/* Opens each shared library that standard input names, in a process of its own, and prints "ok PATH" or "no PATH: WHY". */
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void) {
    char path[8192];
    while (fgets(path, sizeof path, stdin)) {
        path[strcspn(path, "\n")] = 0;
        fflush(stdout);
        pid_t child = fork();
        if (child == 0) {
            alarm(20);
            const char *why = dlopen(path, RTLD_NOW | RTLD_LOCAL) ? NULL : dlerror();
            if (why) {
                printf("no %s: %s\n", path, why);
            } else {
                printf("ok %s\n", path);
            }
            fflush(stdout);
            _exit(0); /* destructors are not what is tested */
        }
        int status = 0;
        waitpid(child, &status, 0);
        if (status != 0) {
            printf("no %s: ended by %d\n", path, status);
        }
    }
    return 0;
}
