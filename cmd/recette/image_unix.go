//go:build unix

package main

import "syscall"

// noImage asks the system for no image of memory when the process crashes. Processes that it starts may ask again.
func noImage() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_CORE, &limit) == nil {
		limit.Cur = 0
		_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &limit) // a system that refuses keeps its own rule
	}
}
