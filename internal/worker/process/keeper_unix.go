//go:build unix && !linux

package process

// keeperPath is empty: only Linux gives orphans to an ancestor that asks for them.
func keeperPath() string { return "" }

// Keep is for Linux.
func Keep([]string) int { return 2 }

// Guard is for Linux.
func Guard() int { return 2 }

// endKept has nothing to do: there is no keeper.
func (p *Process) endKept() {}
