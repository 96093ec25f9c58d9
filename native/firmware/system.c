/* SPDX-License-Identifier: MIT */
/*
 * What newlib asks of an operating system. There is none: output is dropped, and whatever would end
 * a program stops here, where the emulator reports it.
 */
#include <errno.h>
#include <stddef.h>
#include <sys/stat.h>
#include <sys/types.h>

void fault(void);

void _exit(int status);
int _close(int file);
int _fstat(int file, struct stat *status);
int _getpid(void);
int _isatty(int file);
int _kill(pid_t process, int number);
off_t _lseek(int file, off_t offset, int whence);
int _read(int file, char *data, int length);
int _write(int file, const char *data, int length);
void *_sbrk(ptrdiff_t increment);

void _exit(int status) {
    (void)status;
    for (;;) {
        fault();
    }
}

int _close(int file) {
    (void)file;
    return -1;
}

int _fstat(int file, struct stat *status) {
    (void)file;
    status->st_mode = S_IFCHR;
    return 0;
}

int _getpid(void) {
    return 1;
}

int _isatty(int file) {
    (void)file;
    return 1;
}

int _kill(pid_t process, int number) {
    (void)process;
    (void)number;
    for (;;) {
        fault();
    }
}

off_t _lseek(int file, off_t offset, int whence) {
    (void)file;
    (void)offset;
    (void)whence;
    return 0;
}

int _read(int file, char *data, int length) {
    (void)file;
    (void)data;
    (void)length;
    return 0;
}

int _write(int file, const char *data, int length) {
    (void)file;
    (void)data;
    return length;
}

/* The heap is ours (heap.c); nothing else may grow one. */
void *_sbrk(ptrdiff_t increment) {
    (void)increment;
    errno = ENOMEM;
    return (
        void *)-1; /* NOLINT(performance-no-int-to-ptr): the value that the interface asks for */
}
