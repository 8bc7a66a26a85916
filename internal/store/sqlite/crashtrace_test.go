package sqlite_test

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// event is a system call of a recorded writer that matters to what the disk holds, or an acknowledgement.
type event struct {
	kind string // write, sync, truncate, create, rename, unlink, ack
	path string
	to   string // of a rename
	off  int64  // of a write, -1 at the end of the file; the size of a truncate
	data []byte // of a write, or the line of an acknowledgement
}

// recordCalls runs the crash writer under strace in dir and gives its events in order.
func recordCalls(t *testing.T, dir, synchronous string) []event {
	t.Helper()
	tracer, err := exec.LookPath("strace")
	if err != nil {
		t.Skip("SKIPPED: needs strace to record the system calls of the writer")
	}
	trace := filepath.Join(t.TempDir(), "trace")
	cmd := exec.CommandContext(t.Context(), tracer, "-f", "-y", "-xx", "-s", "1000000", "-o", trace,
		"-e",
		"trace=openat,write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat",
		os.Args[0], crashWriter, dir, "run", "2", "4", synchronous)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if out, err := cmd.Output(); err != nil || len(out) == 0 {
		t.Skipf("SKIPPED: needs strace to be allowed here: %v %s", err, stderr.String())
	}
	f, err := os.Open(trace)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	p := &traceParser{root: dir, pending: map[string]string{}, exists: map[string]bool{}}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 8<<20)
	for lines.Scan() {
		if err := p.line(lines.Text()); err != nil {
			t.Fatalf("%v in %.300s", err, lines.Text())
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return p.events
}

type traceParser struct {
	root    string
	pending map[string]string // by process: a call that another thread's interrupted in the trace
	exists  map[string]bool
	events  []event
}

var (
	callLine = regexp.MustCompile(`^(\d+) +(\w+)\((.*)\) += (-?\d+)`)
	fdPath   = regexp.MustCompile(`^(\d+)<([^>]*)>`)
	quoted   = regexp.MustCompile(`"((?:\\x[0-9a-f]{2})*)"`)
	resumed  = regexp.MustCompile(`^(\d+) +<\.\.\. (\w+) resumed>(.*)$`)
)

func (p *traceParser) line(line string) error {
	pid, _, _ := strings.Cut(line, " ")
	if begin, ok := strings.CutSuffix(line, " <unfinished ...>"); ok {
		p.pending[pid] = begin
		return nil
	}
	if m := resumed.FindStringSubmatch(line); m != nil {
		line = p.pending[pid] + m[3]
	}
	m := callLine.FindStringSubmatch(line)
	if m == nil || strings.HasPrefix(m[4], "-") {
		return nil // a signal, an exit, or a call that failed
	}
	return p.call(m[2], m[3])
}

func (p *traceParser) call(name, args string) error {
	var file string
	if m := fdPath.FindStringSubmatch(args); m != nil {
		file = unhex(m[2])
	}
	var texts []string
	for _, m := range quoted.FindAllStringSubmatch(args, -1) {
		texts = append(texts, unhex(m[1]))
	}
	last := func() (int64, error) {
		return strconv.ParseInt(strings.TrimSpace(args[strings.LastIndexByte(args, ',')+1:]), 10, 64)
	}
	e := event{path: file}
	var err error
	switch name {
	case "write", "pwrite64":
		if strings.HasPrefix(texts[0], "ACK ") {
			p.events = append(p.events, event{kind: "ack", data: []byte(texts[0])})
			return nil
		}
		e.kind, e.data, e.off = "write", []byte(texts[0]), -1
		if name == "pwrite64" {
			e.off, err = last()
		}
	case "fsync", "fdatasync":
		e.kind = "sync"
	case "ftruncate":
		e.kind = "truncate"
		e.off, err = last()
	case "openat":
		e.kind, e.path = "create", texts[0]
		if !strings.Contains(args, "O_CREAT") || p.exists[e.path] {
			return nil
		}
		p.exists[e.path] = true
	case "rename", "renameat", "renameat2":
		e.kind, e.path, e.to = "rename", texts[0], texts[1]
		delete(p.exists, e.path)
		p.exists[e.to] = true
	case "unlink", "unlinkat":
		e.kind, e.path = "unlink", texts[0]
		delete(p.exists, e.path)
	default:
		return nil // directories are made as files need them
	}
	// The -shm file is memory, made again at every start.
	if err == nil && strings.HasPrefix(e.path, p.root) && !strings.HasSuffix(e.path, "-shm") {
		p.events = append(p.events, e)
	}
	return err
}

func unhex(s string) string {
	b, err := hex.DecodeString(strings.ReplaceAll(s, `\x`, ""))
	if err != nil {
		return fmt.Sprintf("?%s", s)
	}
	return string(b)
}
