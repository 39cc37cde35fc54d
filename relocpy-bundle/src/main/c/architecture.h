/* What differs between the machines: numbers of nine system calls, how to make one, where the process starts, and
 * where struct stat has the device and the inode. Everything else in the launcher is the same C.
 *
 * Each block defines
 *   NR_...          system call numbers (asm/unistd.h); the *at calls exist everywhere with the same arguments
 *   STAT_INODE      offset of st_ino in what NR_newfstatat fills in; st_dev comes first everywhere (asm/stat.h)
 *   inode_number    the type of st_ino
 *   system_call     five arguments; the result, or minus errno
 *   _start          hands the initial stack pointer to launch()
 */

#if defined(__x86_64__)

#define NR_write 1
#define NR_brk 12
#define NR_execve 59
#define NR_exit 60
#define NR_getcwd 79
#define NR_capget 125
#define NR_prctl 157
#define NR_newfstatat 262
#define NR_readlinkat 267
#define STAT_INODE 8
typedef unsigned long inode_number;

static inline long system_call(long number, long a, long b, long c, long d, long e) {
  long result;
  register long r10 __asm__("r10") = d;
  register long r8 __asm__("r8") = e;
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8)
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

#elif defined(__i386__)

#define NR_exit 1
#define NR_write 4
#define NR_execve 11
#define NR_brk 45
#define NR_prctl 172
#define NR_getcwd 183
#define NR_capget 184
#define NR_newfstatat 300 /* fstatat64 */
#define NR_readlinkat 305
#define STAT_INODE 88
typedef unsigned long long inode_number;

static inline long system_call(long number, long a, long b, long c, long d, long e) {
  long result;
  __asm__ volatile("int $0x80"
                   : "=a"(result)
                   : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d), "D"(e)
                   : "memory");
  return result;
}

__asm__(
    ".globl _start\n"
    "_start:\n"
    "  xor %ebp, %ebp\n"
    "  mov %esp, %eax\n"
    "  and $-16, %esp\n"
    "  sub $12, %esp\n"
    "  push %eax\n"
    "  call launch\n");

#elif defined(__aarch64__)

#define NR_getcwd 17
#define NR_write 64
#define NR_readlinkat 78
#define NR_newfstatat 79
#define NR_capget 90
#define NR_exit 93
#define NR_prctl 167
#define NR_brk 214
#define NR_execve 221
#define STAT_INODE 8
typedef unsigned long inode_number;

static inline long system_call(long number, long a, long b, long c, long d, long e) {
  register long x8 __asm__("x8") = number;
  register long x0 __asm__("x0") = a;
  register long x1 __asm__("x1") = b;
  register long x2 __asm__("x2") = c;
  register long x3 __asm__("x3") = d;
  register long x4 __asm__("x4") = e;
  __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4) : "memory");
  return x0;
}

__asm__(
    ".globl _start\n"
    "_start:\n"
    "  mov x29, xzr\n"
    "  mov x30, xzr\n"
    "  mov x0, sp\n"
    "  b launch\n");

#elif defined(__riscv) && __riscv_xlen == 64

#define NR_getcwd 17
#define NR_write 64
#define NR_readlinkat 78
#define NR_newfstatat 79
#define NR_capget 90
#define NR_exit 93
#define NR_prctl 167
#define NR_brk 214
#define NR_execve 221
#define STAT_INODE 8
typedef unsigned long inode_number;

static inline long system_call(long number, long a, long b, long c, long d, long e) {
  register long a7 __asm__("a7") = number;
  register long a0 __asm__("a0") = a;
  register long a1 __asm__("a1") = b;
  register long a2 __asm__("a2") = c;
  register long a3 __asm__("a3") = d;
  register long a4 __asm__("a4") = e;
  __asm__ volatile("ecall" : "+r"(a0) : "r"(a7), "r"(a1), "r"(a2), "r"(a3), "r"(a4) : "memory");
  return a0;
}

__asm__(
    ".globl _start\n"
    "_start:\n"
    ".option push\n"
    ".option norelax\n"
    "  la gp, __global_pointer$\n" /* the linker relaxes addresses to offsets from it */
    ".option pop\n"
    "  mv a0, sp\n"
    "  li s0, 0\n"
    "  li ra, 0\n"
    "  tail launch\n");

#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)

#define NR_exit 1
#define NR_write 4
#define NR_execve 11
#define NR_brk 45
#define NR_prctl 171
#define NR_getcwd 182
#define NR_capget 183
#define NR_newfstatat 291
#define NR_readlinkat 296
#define STAT_INODE 8
typedef unsigned long inode_number;

static inline long system_call(long number, long a, long b, long c, long d, long e) {
  register long r0 __asm__("r0") = number;
  register long r3 __asm__("r3") = a;
  register long r4 __asm__("r4") = b;
  register long r5 __asm__("r5") = c;
  register long r6 __asm__("r6") = d;
  register long r7 __asm__("r7") = e;
  /* an error is a positive errno and the summary overflow bit */
  __asm__ volatile(
      "sc\n"
      "  bns+ 1f\n"
      "  neg %1, %1\n"
      "1:"
      : "+r"(r0), "+r"(r3), "+r"(r4), "+r"(r5), "+r"(r6), "+r"(r7)
      :
      : "memory", "cr0", "ctr", "xer", "r8", "r9", "r10", "r11", "r12");
  return r3;
}

__asm__(
    ".globl _start\n"
    "_start:\n"
    "  lis 2, .TOC.@ha\n" /* below 2 GB: linked at a fixed address */
    "  addi 2, 2, .TOC.@l\n"
    "  mr 3, 1\n"
    "  clrrdi 1, 1, 4\n"
    "  li 0, 0\n"
    "  mtlr 0\n"
    "  stdu 0, -32(1)\n"
    "  bl launch\n"
    "  nop\n");

#elif defined(__s390x__)

#define NR_exit 1
#define NR_write 4
#define NR_execve 11
#define NR_brk 45
#define NR_prctl 172
#define NR_getcwd 183
#define NR_capget 184
#define NR_newfstatat 293
#define NR_readlinkat 298
#define STAT_INODE 8
typedef unsigned long inode_number;

static inline long system_call(long number, long a, long b, long c, long d, long e) {
  register long r1 __asm__("r1") = number;
  register long r2 __asm__("r2") = a;
  register long r3 __asm__("r3") = b;
  register long r4 __asm__("r4") = c;
  register long r5 __asm__("r5") = d;
  register long r6 __asm__("r6") = e;
  __asm__ volatile("svc 0" : "+d"(r2) : "d"(r1), "d"(r3), "d"(r4), "d"(r5), "d"(r6) : "memory");
  return r2;
}

__asm__(
    ".globl _start\n"
    "_start:\n"
    "  lgr %r2, %r15\n"
    "  aghi %r15, -160\n" /* the register save area that a caller provides */
    "  xc 0(8, %r15), 0(%r15)\n"
    "  jg launch\n");

#else
#error "no block for this architecture yet: add one above"
#endif
