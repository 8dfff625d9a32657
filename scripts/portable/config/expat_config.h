// expat on Linux: as Debian builds it.
#define BYTEORDER 1234
#define HAVE_GETRANDOM 1
#define HAVE_MMAP 1
#define HAVE_SYSCALL_GETRANDOM 1
#define HAVE_UNISTD_H 1
#define XML_CONTEXT_BYTES 1024
#define XML_DTD 1
#define XML_NS 1
