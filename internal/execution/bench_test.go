package execution

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"recette/internal/campaign"
	"recette/internal/catalogue"
	"recette/internal/corpusgen"
	"recette/internal/execution/binding"
	"recette/internal/syntax"
	"recette/internal/worker/build"
	"recette/internal/worker/process"
	"recette/runner/protocol"
)

// corpus is n scenarios of ten steps over 100 definitions, ten a file.
func corpus(n int) corpusgen.Options {
	return corpusgen.Options{Features: n / 10, Scenarios: 10, Steps: 10, Definitions: 100, IDs: true}
}

var buildBench = sync.OnceValues(func() (process.Binary, error) {
	return build.Build(context.Background(), build.Options{
		ProjectDir: ".", Package: "./testdata/bench", CacheDir: workerDir, Env: os.Environ(),
	})
})

// texts generates the files of a corpus: what both peers read from the disk in real life.
func texts(o corpusgen.Options) [][]byte {
	all := make([][]byte, o.Features)
	for i := range all {
		all[i] = o.Feature(i)
	}
	return all
}

// parsed streams the cases of a corpus without keeping them. Each pass parses again.
func parsed(o corpusgen.Options, text func(int) []byte) iter.Seq2[catalogue.Case, error] {
	return func(yield func(catalogue.Case, error) bool) {
		for i := range o.Features {
			f := catalogue.Parse(syntax.Source{Path: corpusgen.Path(i), Bytes: text(i)}, catalogue.Options{})
			if syntax.HasErrors(f.Diagnostics) {
				yield(catalogue.Case{}, fmt.Errorf("diagnostics: %v", f.Diagnostics))
				return
			}
			for _, c := range f.Cases {
				if !yield(c, nil) {
					return
				}
			}
		}
	}
}

// recordedRun binds and runs a corpus through worker processes, the campaign service and a store on the disk.
func recordedRun(
	ctx context.Context, dir string, bin process.Binary, o corpusgen.Options, text func(int) []byte, workers int,
	emit func(Event),
) error {
	p, err := openProject(ctx, dir, "")
	if err != nil {
		return err
	}
	defer p.db.Close() // the figures are in
	run, err := p.service.OpenRun(ctx, samir, campaign.FreeRun{})
	if err != nil {
		return err
	}
	ledger := NewLedger(p.service, samir, run, protocol.Message.String)
	e, err := New(Options{
		Sources:  []Source{WorkerSource("go", 0, starting(bin))},
		Recorder: ledger, Evidence: ledger, Clock: time.Now, Workers: workers, Emit: emit,
	})
	if err != nil {
		return err
	}
	defer e.Close()
	b, err := e.Bind(ctx, parsed(o, text), binding.Policy{})
	if err != nil {
		return err
	}
	sum, err := e.Run(ctx, b, parsed(o, text))
	if err == nil && (!sum.ok() || sum.Executed != o.Features*o.Scenarios) {
		err = fmt.Errorf("not all is green: %+v", sum)
	}
	if err != nil {
		return err
	}
	_, err = p.service.CloseRun(ctx, samir, run)
	return err
}

// BenchmarkRecordedRun runs 1,000 scenarios of ten steps that do nothing, every result durable. Compare its ms/scenario
// with that of BenchmarkPlainGodog: the target is 1.5 at most, with as many workers as cores.
func BenchmarkRecordedRun(b *testing.B) {
	bin, err := buildBench()
	if err != nil {
		b.Fatal(err)
	}
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprintf("workers=%d", workers), func(b *testing.B) {
			o := corpus(1000)
			files := texts(o)
			for b.Loop() {
				if err := recordedRun(
					b.Context(), b.TempDir(), bin, o, func(i int) []byte { return files[i] }, workers, nil,
				); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000/1000, "ms/scenario")
		})
	}
}

// plainGodog runs the same scenarios and patterns in one godog suite that records nothing.
func plainGodog(o corpusgen.Options, files [][]byte, res []*regexp.Regexp) error {
	features := make([]godog.Feature, 0, o.Features)
	for i := range o.Features {
		features = append(features, godog.Feature{Name: corpusgen.Path(i), Contents: files[i]})
	}
	suite := godog.TestSuite{
		Name: "peer",
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			last := len(res) - 1
			for _, re := range res[:last] {
				sc.Step(re, func(string) {})
			}
			sc.Step(res[last], func(*godog.Table) {})
		},
		Options: &godog.Options{
			Format: "progress", Output: io.Discard, NoColors: true, Strict: true, FeatureContents: features,
		},
	}
	if code := suite.Run(); code != 0 {
		return fmt.Errorf("godog exits %d", code)
	}
	return nil
}

func precompiled(o corpusgen.Options) []*regexp.Regexp {
	var res []*regexp.Regexp
	for _, p := range o.Patterns() {
		res = append(res, regexp.MustCompile(p))
	}
	return res
}

// BenchmarkPlainGodog is the peer.
func BenchmarkPlainGodog(b *testing.B) {
	o := corpus(1000)
	files, res := texts(o), precompiled(o)
	for b.Loop() {
		if err := plainGodog(o, files, res); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000/1000, "ms/scenario")
}

// BenchmarkRatio runs both in turn, so that both meet the same weather, and reports the median of the ratios of a
// recorded run with two workers to plain godog: wall clock, and processor time with that of the workers.
func BenchmarkRatio(b *testing.B) {
	bin, err := buildBench()
	if err != nil {
		b.Fatal(err)
	}
	o := corpus(1000)
	files, res := texts(o), precompiled(o)
	var wall, cpu []float64
	for b.Loop() {
		w1, c1 := measure(b, func() error {
			return recordedRun(b.Context(), b.TempDir(), bin, o, func(i int) []byte { return files[i] }, 2, nil)
		})
		w2, c2 := measure(b, func() error { return plainGodog(o, files, res) })
		wall, cpu = append(wall, w1/w2), append(cpu, c1/c2)
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	b.ReportMetric(wall[len(wall)/2], "wall-ratio")
	b.ReportMetric(cpu[len(cpu)/2], "cpu-ratio")
}

// measure gives the seconds that f took: of the clock, and of the processors, for this process and its children.
func measure(b *testing.B, f func() error) (wall, cpu float64) {
	b.Helper()
	began, before := time.Now(), cpuTime(b)
	if err := f(); err != nil {
		b.Fatal(err)
	}
	return time.Since(began).Seconds(), (cpuTime(b) - before).Seconds()
}

func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var total time.Duration
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if err := syscall.Getrusage(who, &u); err != nil {
			b.Fatal(err)
		}
		total += time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	return total
}

// peakRSS gives the peak resident memory of a process, "self" or a number, in MiB.
func peakRSS(pid string) (float64, error) {
	data, err := os.ReadFile("/proc/" + pid + "/status")
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(data)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			var kib float64
			_, err := fmt.Sscan(rest, &kib)
			return kib / 1024, err
		}
	}
	return 0, errors.New("no VmHWM")
}

// memoryMode is the first argument of this test binary when it measures its own memory.
const memoryMode = "recette-execution-memory"

// memory runs a corpus in this process and prints the peaks of the conductor and of its biggest worker, in MiB.
func memory() error {
	n, err := strconv.Atoi(os.Args[2])
	if err != nil {
		return err
	}
	var bin process.Binary
	if err := json.Unmarshal([]byte(os.Args[4]), &bin); err != nil {
		return err
	}
	worst, seen := 0.0, 0
	err = recordedRun(context.Background(), os.Args[3], bin, corpus(n), corpus(n).Feature, 2, func(ev Event) {
		if ev.Kind != EventCaseFinished {
			return
		}
		if seen++; seen%500 == 0 || seen > n-20 {
			for _, pid := range children() {
				if m, err := peakRSS(pid); err == nil {
					worst = max(worst, m)
				}
			}
		}
	})
	if err != nil {
		return err
	}
	own, err := peakRSS("self")
	if err != nil {
		return err
	}
	_, err = fmt.Println(own, worst)
	return err
}

// children lists the child processes of this one.
func children() []string {
	lists, _ := filepath.Glob("/proc/self/task/*/children") // the pattern is well formed
	var pids []string
	for _, l := range lists {
		if data, err := os.ReadFile(l); err == nil {
			pids = append(pids, strings.Fields(string(data))...)
		}
	}
	return pids
}

// BenchmarkMemory reports the peak memory of the conductor and of its biggest worker: it must not grow with the number
// of scenarios. Run it with -benchtime 1x.
func BenchmarkMemory(b *testing.B) {
	bin, err := buildBench()
	if err != nil {
		b.Fatal(err)
	}
	data, err := json.Marshal(bin)
	if err != nil {
		b.Fatal(err)
	}
	for _, n := range []int{1000, 10000, 100000} {
		b.Run(fmt.Sprintf("scenarios=%d", n), func(b *testing.B) {
			var own, worst float64
			for b.Loop() {
				out,
					err := exec.Command(
					os.Args[0], memoryMode, strconv.Itoa(n), b.TempDir(), string(data),
				).CombinedOutput()
				if err != nil {
					b.Fatalf("%v: %s", err, out)
				}
				if _, err := fmt.Sscan(string(out), &own, &worst); err != nil {
					b.Fatalf("%v: %s", err, out)
				}
			}
			b.ReportMetric(own, "conductor-MiB")
			b.ReportMetric(worst, "worker-MiB")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/1000/float64(n), "ms/scenario")
		})
	}
}
