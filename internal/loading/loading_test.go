package loading

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"recette/internal/secret"
	"recette/internal/worker/process"
)

// TestMain makes the test binary a loader of data: what its first argument says.
func TestMain(m *testing.M) {
	if len(os.Args) < 2 || !strings.HasPrefix(os.Args[1], "charge:") && os.Args[1] != process.GuardVerb {
		os.Exit(m.Run())
	}
	switch os.Args[1] {
	case process.GuardVerb:
		os.Exit(process.Guard())
	case "charge:runs": // it loads as recette does, and is killed
		self := os.Args[0]
		_, _ = Run(context.Background(), Command{
			Words: []string{self, os.Args[2]}, Timeout: time.Minute, Environ: os.Environ(), Print: os.Stdout,
			Now: time.Now, Guard: []string{self, process.GuardVerb},
		}, Place{})
	case "charge:hides": // a child that left the group too
		c := exec.Command("setsid", "sleep", "600")
		if err := c.Start(); err != nil {
			os.Exit(9)
		}
		fmt.Println("child", c.Process.Pid)
		time.Sleep(time.Hour)
	case "charge:place":
		dir, _ := os.Getwd()
		fmt.Println(strings.Join(os.Args[2:], " "), os.Getenv("RECETTE_ENV_URL"), os.Getenv("RECETTE_DATA_SET"))
		fmt.Fprintln(os.Stderr, os.Getenv("SECRET_DE_LA_MACHINE"), dir)
	case "charge:fails":
		fmt.Println("pas de base")
		os.Exit(3)
	case "charge:hangs":
		c := exec.Command("sleep", "600")
		c.Stdout = os.Stdout
		if err := c.Start(); err != nil {
			os.Exit(9)
		}
		fmt.Println("child", c.Process.Pid)
		time.Sleep(time.Hour)
	case "charge:leaves":
		c := exec.Command("sleep", "600")
		c.Stdout = os.Stdout
		_ = c.Start()
	case "charge:leaves quietly":
		_ = exec.Command("sleep", "600").Start()
	case "charge:floods":
		for range 4 << 10 {
			fmt.Print(strings.Repeat("x", 1<<10))
		}
		fmt.Print("fin")
	}
	os.Exit(0)
}

// loader gives the command of a behaviour.
func loader(t *testing.T, what string, words ...string) Command {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	hides, err := secret.New(secret.Value{Name: "MOT_DE_PASSE", Text: "s3cr3t-Jeton-9f8a"})
	if err != nil {
		t.Fatal(err)
	}
	return Command{
		Words: append([]string{self, what}, words...), Dir: t.TempDir(), Timeout: 30 * time.Second, Secrets: hides,
		Environ: []string{"PATH=" + os.Getenv("PATH"), "SECRET_DE_LA_MACHINE=visible"}, Now: time.Now,
	}
}

func TestRun_TellsTheCommandWhereToLoad(t *testing.T) {
	var seen bytes.Buffer
	c := loader(t, "charge:place", "{url}/api", "{set}", "{environment}", "{build}", "{file}", `{"jeu":"$(x)"}`)
	c.Print = &seen
	end, err := Run(t.Context(), c, Place{
		URL: "http://u:s3cr3t-Jeton-9f8a@crm.test", Shown: "http://crm.test", Environment: "recette",
		Build: "1.4", Set: "JDD-a", File: "data/JDD-a.yaml",
	})
	if err != nil || end.Outcome != Done || end.Exit != 0 {
		t.Fatalf("%+v, %v", end, err)
	}
	log := string(end.Log)
	masked := "http://u:" + secret.Mark("MOT_DE_PASSE") + "@crm.test"
	want := "http://crm.test/api JDD-a recette 1.4 data/JDD-a.yaml " + `{"jeu":"$(x)"}` + " " + masked + " JDD-a\n"
	if !strings.Contains(log, want) || !strings.Contains(log, c.Dir) {
		t.Errorf("log %q, want %q and %s", log, want, c.Dir)
	}
	if strings.Contains(log, "visible") || strings.Contains(log, "s3cr3t") || seen.String() != log {
		t.Errorf("log %q, shown %q", log, seen.String())
	}
}

func TestRun_SaysHowItEnded(t *testing.T) {
	for name, tt := range map[string]struct {
		what    string
		timeout time.Duration
		cancel  bool
		want    Outcome
		exit    int
	}{
		"fails":                     {"charge:fails", 0, false, Failed, 3},
		"hangs":                     {"charge:hangs", time.Second, false, TimeOut, -1},
		"interrupted":               {"charge:hangs", 0, true, Interrupted, -1},
		"leaves":                    {"charge:leaves", 0, false, Failed, 0},
		"leaves, its output closed": {"charge:leaves quietly", 0, false, Failed, 0},
	} {
		t.Run(name, func(t *testing.T) {
			c := loader(t, tt.what)
			c.Timeout = tt.timeout
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			if tt.cancel {
				time.AfterFunc(time.Second, cancel)
			}
			begun := time.Now()
			end, err := Run(ctx, c, Place{})
			if err != nil || end.Outcome != tt.want || end.Exit != tt.exit {
				t.Errorf("%+v, %v, want %s and exit %d", end, err, tt.want, tt.exit)
			}
			if left := end.Outcome == Failed && end.Exit == 0; left != (end.Left > 0) {
				t.Errorf("it left %d processes", end.Left)
			}
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("it took %s", took)
			}
			pid := ""
			if _, err := fmt.Sscanf(string(end.Log), "child %s", &pid); err == nil {
				if alive(pid) {
					t.Errorf("the child %s outlived its command", pid)
				}
			}
		})
	}
}

// What a command started goes when recette is killed, a child that left its group too: nothing loads data that nobody
// records any more.
func TestRun_KilledLeavesNothingRunning(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SKIPPED: only Linux tells of the death of a parent")
	}
	for _, what := range []string{"charge:hangs", "charge:hides"} {
		self, err := os.Executable()
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(self, "charge:runs", what)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		pid := ""
		if _, err := fmt.Fscanf(out, "child %s\n", &pid); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if alive(pid) {
			t.Errorf("%s: the child %s goes on alone", what, pid)
		}
	}
}

// alive tells whether a process runs; one that nobody reaped does not.
func alive(pid string) bool {
	for range 500 { // a busy machine takes its time
		out, err := exec.Command("ps", "-o", "stat=", "-p", pid).Output()
		if err != nil || strings.HasPrefix(strings.TrimSpace(string(out)), "Z") {
			return false
		}
		time.Sleep(20 * time.Millisecond)
	}
	return true
}

// On a busy machine a process that was killed with its group is still seen for a moment: the command did not leave it.
func TestOutcome(t *testing.T) {
	failed, over := errors.New("exit status 3"), context.DeadlineExceeded
	for name, tt := range map[string]struct {
		err, caller, timed error
		left               int
		want               Outcome
		wantLeft           int
	}{
		"ends":                               {nil, nil, nil, 0, Done, 0},
		"leaves":                             {nil, nil, nil, 2, Failed, 2},
		"ends as its time does":              {nil, nil, over, 0, Done, 0},
		"leaves as its time ends":            {nil, nil, over, 1, Failed, 1},
		"fails":                              {failed, nil, nil, 0, Failed, 0},
		"fails and leaves":                   {failed, nil, nil, 1, Failed, 1},
		"killed at its time":                 {failed, nil, over, 0, TimeOut, 0},
		"killed at its time, a child dies":   {failed, nil, over, 1, TimeOut, 0},
		"killed by its caller":               {failed, context.Canceled, context.Canceled, 0, Interrupted, 0},
		"killed by its caller, a child dies": {failed, context.Canceled, context.Canceled, 1, Interrupted, 0},
	} {
		if got, left := outcome(tt.err, tt.caller, tt.timed, tt.left); got != tt.want || left != tt.wantLeft {
			t.Errorf("%s: %s and %d left, want %s and %d", name, got, left, tt.want, tt.wantLeft)
		}
	}
}

func TestRun_KeepsTheEndsOfAFlood(t *testing.T) {
	end, err := Run(t.Context(), loader(t, "charge:floods"), Place{})
	if err != nil || len(end.Log) > maxLog+100 || !bytes.HasSuffix(end.Log, []byte("fin")) ||
		!bytes.Contains(end.Log, []byte("[… ")) {
		t.Errorf("%d bytes, %v", len(end.Log), err)
	}
}

func TestRun_SaysThatItCannotStart(t *testing.T) {
	c := loader(t, "")
	c.Words = []string{"./absent"}
	if _, err := Run(t.Context(), c, Place{}); !errors.Is(err, ErrStart) {
		t.Errorf("%v, want %v", err, ErrStart)
	}
}

// A log that is full takes each line at the cost of the line: 10,000 lines past a mebibyte took ten seconds.
func TestLog_IsARing(t *testing.T) {
	l := &log{mask: (*secret.Masker)(nil).Stream()}
	line := []byte(strings.Repeat("x", 99) + "\n")
	for range 2 * maxLog / len(line) {
		_, _ = l.Write(line)
	}
	if n := testing.AllocsPerRun(1000, func() { l.add(line) }); n != 0 {
		t.Errorf("a line past the end costs %v allocations, want none", n)
	}
	for i := range 5000 {
		_, _ = fmt.Fprintf(l, "ligne %d\n", i)
	}
	got := string(l.end())
	if !strings.HasSuffix(got, "ligne 4998\nligne 4999\n") || len(got) > maxLog+100 || !strings.HasPrefix(got, "xxx") {
		t.Errorf("%d bytes, end %q", len(got), got[len(got)-40:])
	}
}
