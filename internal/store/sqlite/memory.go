package sqlite

/*
#ifdef __linux__
#include <malloc.h>
#endif

static void return_large_blocks(void) {
#ifdef M_MMAP_THRESHOLD
	mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}
*/
import "C"

import "sync"

// returnLargeBlocks has the allocator of C give back at once what a large document took. Left to itself, glibc learns
// from the first one that is freed to keep the next, one in each thread that reads.
var returnLargeBlocks = sync.OnceFunc(func() { C.return_large_blocks() })
