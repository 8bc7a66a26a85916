package process

import (
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// dismissed is the last word to a guard whose command has ended: nothing is left to it.
const dismissed = "."

// maxTold bounds what a guard is told, in bytes: a marker and a number.
const maxTold = 4 << 10

// Guard is the whole of a guard process. It hears on its standard input which command runs, by a variable that only
// that one's children carry and by its group, and is sent home when the command has ended. When its input ends without
// that word, recette was killed, and could not end what it had started: all of that is killed.
func Guard() int {
	signal.Ignore(syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	told, _ := io.ReadAll(io.LimitReader(os.NewFile(0, "orders"), maxTold)) // a broken pipe is one that ended
	if strings.HasSuffix(string(told), dismissed) {
		return 0
	}
	marker, rest, _ := strings.Cut(string(told), "\n")
	if pgid, err := strconv.Atoi(strings.TrimSpace(rest)); err == nil && pgid > 1 {
		killGroup(pgid) // at once: its number is not given again so soon
	}
	const noGroup = -1
	for late := time.After(sweep); ; {
		left := relatives(noGroup, marker)
		if len(left) == 0 {
			return 0
		}
		for _, k := range left {
			_ = syscall.Kill(k.pid, syscall.SIGKILL)
		}
		select {
		case <-late:
			return 1
		case <-time.After(5 * time.Millisecond):
		}
	}
}
