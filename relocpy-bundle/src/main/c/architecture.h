/* What differs between the machines: numbers of seven system calls, how to make one, where the process starts, and
 * where struct stat has the device and the inode. Everything else in the launcher is the same C.
 *
 * Each block defines
 *   NR_...          system call numbers (asm/unistd.h); the *at calls exist everywhere with the same arguments
 *   STAT_INODE      offset of st_ino in what NR_newfstatat fills in; st_dev comes first everywhere (asm/stat.h)
 *   inode_number    the type of st_ino
 *   system_call     four arguments; the result, or minus errno
 *   _start          hands the initial stack pointer to launch()
 */

#if defined(__x86_64__)

#define NR_write 1
#define NR_brk 12
#define NR_execve 59
#define NR_exit 60
#define NR_getcwd 79
#define NR_newfstatat 262
#define NR_readlinkat 267
#define STAT_INODE 8
typedef unsigned long inode_number;

static inline long system_call(long number, long a, long b, long c, long d) {
  long result;
  register long r10 __asm__("r10") = d;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10)
                   : "rcx", "r11", "memory");
  return result;
}

__asm__(
    ".globl _start\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  mov %rsp, %rdi\n"
    "  and $-16, %rsp\n"
    "  call launch\n");

#else
#error "no block for this architecture yet: add one above"
#endif
