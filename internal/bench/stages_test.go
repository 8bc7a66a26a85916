package bench

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkStages is what a campaign of 1,000 and of 10,000 cases costs from its opening to its second iteration, a
// process a command. Ten times the cases may take eleven times the time and the memory.
func BenchmarkStages(b *testing.B) {
	exe := recette(b)
	steps := []struct {
		line string
		runs bool // it prepares the next ones: what it costs is another benchmark's
	}{
		{line: "campaign open mesures --as|Ada Pelletier"},
		{line: "report plan mesures --out plan.pdf"},
		{line: "run --campaign mesures --as|Quentin Abel", runs: true},
		{line: "campaign status mesures"},
		{line: "campaign status mesures --gate exit"},
		{line: "campaign status mesures --json"},
		{line: "campaign todo mesures"},
		{line: "list"},
		{line: "report pv mesures --out pv.pdf --as|Ada Pelletier"},
		{line: "campaign iterate mesures --build 2.0 --as|Ada Pelletier"},
		{line: "campaign status mesures"},
		{line: "campaign compare mesures#1 mesures#2"},
		{line: "campaign close mesures --force --as|Ada Pelletier"},
	}
	const delivered = 9 // the step that follows the delivery of another version
	before := make([]cost, len(steps))
	for _, n := range []int{1000, 10000} {
		var first, last report // a log of the testing package shows ten lines
		first.row(fmt.Sprintf("%d cases, a process a command", n), "wall", "cpu", "peak memory", "growth of the cpu")
		last.row(fmt.Sprintf("%d cases, a process a command", n), "wall", "cpu", "peak memory", "growth of the cpu")
		o := corpus(n)
		dir := project(b, o)
		critical(b, dir, o)
		file := filepath.Join(dir, "plans", "mesures.yaml")
		data, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(file, append(data, plannedSessions...), 0o600); err != nil {
			b.Fatal(err)
		}
		run(b, dir, exe, words("key init --demo --passphrase file:phrase.txt")...)
		for i, s := range steps {
			if i == delivered {
				deliver(b, dir)
			}
			c := run(b, dir, exe, words(s.line)...)
			if s.runs {
				continue
			}
			growth := ""
			if was := before[i]; was.wall != 0 {
				x := c.cpu.Seconds() / was.cpu.Seconds()
				growth = times(x)
				if x > 11 || c.peak/was.peak > 11 {
					b.Errorf("%s: %.1f times the time, %.1f times the memory for ten times the cases, 11 at most",
						s.line, x, c.peak/was.peak)
				}
			}
			before[i] = c
			t := &first
			if i >= delivered {
				t = &last
			}
			name, _, _ := strings.Cut(s.line, " --as")
			t.row(name, seconds(c.wall), seconds(c.cpu), mib(c.peak), growth)
		}
		first.log(b)
		last.log(b)
	}
	done(b)
}

// deliver puts version 2.0 on the environment of a project.
func deliver(b *testing.B, dir string) {
	b.Helper()
	file := filepath.Join(dir, "recette.yaml")
	next := bytes.Replace([]byte(settings), []byte(`build: "1.0"`), []byte(`build: "2.0"`), 1)
	if err := os.WriteFile(file, next, 0o600); err != nil {
		b.Fatal(err)
	}
}
