package process

import (
	"fmt"
	"os"
	"os/exec"
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

// newMarker makes a variable of the environment that only the children of one worker carry: named after this process
// and the pipe that it talks to the worker through, which no two workers share.
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
	var left []kin
	for try := range 20 {
		if left = relatives(pgid, marker); len(left) == 0 {
			return nil
		}
		for _, k := range left {
			_ = syscall.Kill(k.pid, syscall.SIGKILL)
		}
		time.Sleep(time.Duration(try) * time.Millisecond)
	}
	return &leftError{Processes: namesOf(left)}
}
