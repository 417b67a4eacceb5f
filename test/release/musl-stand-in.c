/*
 * What glibc's libstdc++ and libgcc_s want of glibc and musl does not have, so that tests can run a program for musl on
 * a machine that has no libstdc++ of musl. Built as a library under the name of glibc's loader, which both ask for.
 */

#include <dlfcn.h>
#include <locale.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/random.h>
#include <time.h>

/* False: there are always threads. */
char __libc_single_threaded = 0;

uint32_t arc4random(void) {
  uint32_t value;
  while (getrandom(&value, sizeof value, 0) != sizeof value) {
  }
  return value;
}

size_t strftime_l(char *, size_t, const char *, const struct tm *, locale_t);

size_t __strftime_l(char *text, size_t size, const char *format, const struct tm *time, locale_t locale) {
  return strftime_l(text, size, format, time, locale);
}

/* Destructors of thread-local objects: the process ends without them. */
int __cxa_thread_atexit_impl(void (*destructor)(void *), void *object, void *library) {
  (void)destructor, (void)object, (void)library;
  return 0;
}

/* Not found: libgcc_s then asks dl_iterate_phdr, which musl has. */
int _dl_find_object(void *address, void *result) {
  (void)address, (void)result;
  return -1;
}

/* What the processor can do: nothing special. */
struct {
  unsigned int vendor, type, subtype, features[1];
} __cpu_model;

int __cpu_indicator_init(void) {
  return 0;
}
