package worker

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unsafe"

	"golang.org/x/sys/unix"
)

// processAttributes puts a worker in a process group of its own. It gets a SIGTERM when recette dies: it then has a few
// seconds for its hooks (host.Main), and hears of it at the end of the requests too.
func processAttributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGTERM}
}

// Constants of waitid(2) that package syscall lacks.
const (
	idPID   = 1
	wNoWait = 0x1000000
)

// awaitExit waits until a child has ended and leaves it to be reaped.
func awaitExit(cmd *exec.Cmd) {
	pid := cmd.Process.Pid
	var info [128]byte // siginfo_t
	for {
		_, _, e := syscall.Syscall6(syscall.SYS_WAITID, idPID, uintptr(pid), uintptr(unsafe.Pointer(&info)),
			syscall.WEXITED|wNoWait, 0, 0)
		if e != syscall.EINTR {
			return
		}
	}
}

// newMarker makes a variable of the environment that only the children of one worker carry: named after this process and
// the pipe that it talks to the worker through, which no two workers share.
func newMarker(pipe *os.File) (string, error) {
	info, err := pipe.Stat()
	if err != nil {
		return "", err
	}
	inode := uint64(0)
	if st, ok := info.Sys().(*syscall.Stat_t); ok {
		inode = st.Ino
	}
	return fmt.Sprintf("RECETTE_WORKER=%d.%d", os.Getpid(), inode), nil
}

// newBox makes a file that is nowhere but in memory and in this process.
func newBox() (*os.File, error) {
	fd, err := unix.MemfdCreate("recette-box", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, os.NewSyscallError("memfd_create", err)
	}
	return os.NewFile(uintptr(fd), "box"), nil
}

// killGroup kills a process group.
func killGroup(pgid int) { _ = syscall.Kill(-pgid, syscall.SIGKILL) }

// killFamily kills the group of a worker that has ended, and the processes that left the group but still carry the
// worker's marker. A child that leaves the group and changes its environment too is beyond reach. The error names those
// that did not go.
func killFamily(pgid int, marker string) error {
	killGroup(pgid)
	var left []int
	for try := range 20 {
		if left = relatives(pgid, marker); len(left) == 0 {
			return nil
		}
		for _, pid := range left {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(time.Duration(try) * time.Millisecond)
	}
	e := &LeftError{}
	for _, pid := range left {
		e.Processes = append(e.Processes, strconv.Itoa(pid))
	}
	return e
}

// relatives lists the live processes of a group, its leader left out, and those that carry the marker.
func relatives(pgid int, marker string) []int {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == pgid || pid == os.Getpid() {
			continue
		}
		group, alive := processGroup(e.Name())
		if !alive {
			continue
		}
		if group != pgid {
			//nolint:forbidigo // the kernel answers, at once and little
			env, err := os.ReadFile("/proc/" + e.Name() + "/environ") // refused for processes of others
			if err != nil || !carries(env, marker) {
				continue
			}
		}
		found = append(found, pid)
	}
	return found
}

// carries reports whether an environment holds the marker. Nothing carries an empty one, as every environment would.
func carries(env []byte, marker string) bool {
	if marker == "" {
		return false
	}
	for kv := range bytes.SplitSeq(env, []byte{0}) {
		if string(kv) == marker {
			return true
		}
	}
	return false
}

// processGroup reads the group of a process, and whether it still runs, in /proc/<pid>/stat: "pid (name) state ppid pgrp".
func processGroup(pid string) (group int, alive bool) {
	b, err := os.ReadFile("/proc/" + pid + "/stat") //nolint:forbidigo // the kernel answers, at once and little
	if err != nil {
		return 0, false
	}
	i := bytes.LastIndexByte(b, ')') // a name may hold anything
	fields := strings.Fields(string(b[i+1:]))
	if i < 0 || len(fields) < 3 || fields[0] == "Z" || fields[0] == "X" {
		return 0, false
	}
	group, err = strconv.Atoi(fields[2])
	return group, err == nil || errors.Is(err, strconv.ErrRange)
}
