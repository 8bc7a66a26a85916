//go:build !race

package process

// raceEnabled tells whether the race detector is built in.
const raceEnabled = false
