// Package bench measures what the product costs, on the real binary and beside the peers that it is compared with, in
// the same run and on the same corpus (go test -bench, or make bench). It holds benchmarks, the small programs of the
// peers and no code of the product. It refuses to be a test of time: a slow machine fails nothing, it prints other
// figures.
package bench
