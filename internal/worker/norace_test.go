//go:build !race

package worker

// raceEnabled tells whether the race detector is built in.
const raceEnabled = false
