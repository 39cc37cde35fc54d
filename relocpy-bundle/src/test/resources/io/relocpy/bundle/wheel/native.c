/* An extension module of Python's stable ABI, without its headers: native.answer() asks a library beside it.
 * See "Stable Application Binary Interface" and PyModuleDef in Python's documentation. */
#include <stddef.h>

struct method {
  const char *name;
  void *(*function)(void *, void *);
  int flags;
  const char *documentation;
};

struct module {
  struct { ptrdiff_t references; void *type; } object;
  void *(*init)(void);
  ptrdiff_t index;
  void *copy;
  const char *name, *documentation;
  ptrdiff_t size;
  struct method *methods;
  void *slots, *traverse, *clear, *free;
};

extern void *PyModule_Create2(struct module *, int);
extern void *PyLong_FromLong(long);
extern int answer(void);

static void *call(void *self, void *arguments) { return PyLong_FromLong(answer()); }

static struct method methods[] = {{"answer", call, 4 /* METH_NOARGS */, 0}, {0, 0, 0, 0}};
static struct module definition = {{1, 0}, 0, 0, 0, "native", 0, -1, methods, 0, 0, 0, 0};

void *PyInit_native(void) { return PyModule_Create2(&definition, 3 /* PYTHON_ABI_VERSION */); }
