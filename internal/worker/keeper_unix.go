//go:build unix && !linux

package worker

import "os"

// keeperPath is empty: only Linux gives orphans to an ancestor that asks for them.
func keeperPath() string { return "" }

// Keep is for Linux.
func Keep([]string) int { return 2 }

// kept is what a keeper reports.
type kept struct {
	Start string
	How   string
	Left  []string
}

func endKept(keeper *os.Process, _ <-chan struct{}, _ func()) { _ = keeper.Kill() }
