package web_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"recette/internal/journal"
	"recette/internal/plan"
	"recette/internal/recette"
)

// TestMain is the generator of a load when it is started as one: what sends takes nothing from what answers.
func TestMain(m *testing.M) {
	if os.Getenv(loadMode) == "" {
		os.Exit(m.Run())
	}
	var l load
	err := json.NewDecoder(os.Stdin).Decode(&l)
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(l.generate())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

const (
	loadMode  = "RECETTE_TEST_LOAD"
	testers   = 50
	loadSteps = 10 // of each row
)

// load is what so many testers do at once.
type load struct {
	Base    string
	For     time.Duration
	Rate    float64 // verdicts a second of all of them, paced; 0: as many as they get answers to
	Testers []loader
}

// loader is a tester: who plays their rows, step after step.
type loader struct {
	Cookies []string
	Rows    []string
	Begin   url.Values // what begins a row
	Judge   url.Values // what judges a step
}

// loaded is what became of it.
type loaded struct {
	Took  time.Duration
	Waits []time.Duration  // for each answer
	At    map[string]int64 // position in the journal, by the key of each gesture that was acknowledged
	Other []string         // answers of another kind
}

func (l *load) generate() *loaded {
	out := &loaded{At: map[string]int64{}}
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: 2 * testers},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	began := time.Now()
	var (
		mu   sync.Mutex
		all  sync.WaitGroup
		sent atomic.Int64
	)
	note := func(key string, at int64, waited time.Duration, wrong string) {
		mu.Lock()
		defer mu.Unlock()
		if wrong != "" {
			out.Other = append(out.Other, wrong)
			return
		}
		out.At[key], out.Waits = at, append(out.Waits, waited)
	}
	judge := func(one *loader, row string, step int) bool {
		due := time.Now()
		if l.Rate > 0 {
			due = began.Add(time.Duration(float64(sent.Add(1)) / l.Rate * float64(time.Second)))
			time.Sleep(time.Until(due))
		}
		if time.Since(began) > l.For {
			return false
		}
		key := uuid.NewString()
		at, status, err := l.send(client, one, row, "/jugement", one.Judge, map[string]string{
			"cle": key, "etape": strconv.Itoa(step), "texte": "content/1:" + row, "essai": "1",
			"verdict": "passed_with_remark", "commentaire": "vu par " + key,
		})
		wrong := ""
		if err != nil || status != http.StatusOK || at <= 0 {
			wrong = fmt.Sprintf("%s, step %d: %d, %v", row, step, status, err)
		}
		note(key, at, time.Since(due), wrong)
		return wrong == ""
	}
	for _, one := range l.Testers {
		all.Go(func() {
			for i, row := range one.Rows {
				if i > 0 { // the first one is begun
					_, status, err := l.send(client, &one, row, "/commencer", one.Begin, nil)
					if status != http.StatusSeeOther {
						note("", 0, 0, fmt.Sprintf("beginning %s: %d, %v", row, status, err))
						return
					}
				}
				for step := 1; step <= loadSteps; step++ {
					if !judge(&one, row, step) {
						return
					}
				}
			}
		})
	}
	all.Wait()
	out.Took = time.Since(began)
	return out
}

// send sends a form as the queue of a page does.
func (l *load) send(
	client *http.Client, one *loader, row, what string, form url.Values, more map[string]string,
) (at int64, status int, err error) {
	said := maps.Clone(form)
	for name, value := range more {
		said.Set(name, value)
	}
	r, err := http.NewRequestWithContext(
		context.Background(), http.MethodPost, l.Base+"/campagnes/v1/cas/"+row+what, strings.NewReader(said.Encode()),
	)
	if err != nil {
		return 0, 0, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", l.Base)
	for _, c := range one.Cookies {
		r.Header.Add("Cookie", c)
	}
	if more != nil {
		r.Header.Set("Accept", "application/json")
	}
	answer, err := client.Do(r)
	if err != nil {
		return 0, 0, err
	}
	defer answer.Body.Close()
	var told struct {
		Position int64 `json:"position"`
	}
	var body bytes.Buffer
	if _, err = body.ReadFrom(answer.Body); err == nil && more != nil {
		err = json.Unmarshal(body.Bytes(), &told)
	}
	return told.Position, answer.StatusCode, err
}

// runs has a process of its own make the load.
func (l *load) runs(t testing.TB) *loaded {
	t.Helper()
	asked, err := json.Marshal(l)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), loadMode+"=1")
	var said, wrong bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(asked), &said, &wrong
	if err := cmd.Run(); err != nil {
		t.Fatalf("the generator: %v\n%s", err, wrong.String())
	}
	out := &loaded{}
	if err := json.Unmarshal(said.Bytes(), out); err != nil {
		t.Fatal(err)
	}
	if len(out.At) == 0 || len(out.Other) > 0 {
		t.Fatalf("%d gestures are acknowledged, %d answered otherwise: %.500s", len(out.At), len(out.Other),
			strings.Join(out.Other, "\n"))
	}
	return out
}

// crowd is a campaign that fifty testers play, each the rows of their own; each has begun the first of them.
func crowd(t testing.TB, rows int) (*world, *load) {
	t.Helper()
	w := crowded(t, rows*testers)
	from := time.Now()
	w.real.Store(&from)
	l := &load{Base: w.base}
	for n := range testers {
		c := w.inside()
		status, _ := c.post("/campagnes/v1/moi", url.Values{"personne": {testerOf(n)}})
		if status != http.StatusSeeOther {
			t.Fatalf("tester %d: %d", n, status)
		}
		one := loader{}
		for r := range rows {
			one.Rows = append(one.Rows, fmt.Sprintf("SC-%04d", n*rows+r+1))
		}
		at := "/campagnes/v1/cas/" + one.Rows[0]
		one.Begin = c.form(at, "/commencer")
		if status, body := c.post(at+"/commencer", one.Begin); status != http.StatusSeeOther {
			t.Fatalf("tester %d begins: %d %s", n, status, why(body))
		}
		one.Judge = c.asks(one.Rows[0])
		base, err := url.Parse(w.base)
		w.must(err)
		for _, k := range c.Jar.Cookies(base) {
			one.Cookies = append(one.Cookies, k.String())
		}
		l.Testers = append(l.Testers, one)
	}
	return w, l
}

func testerOf(n int) string { return fmt.Sprintf("t-%d", n) }

// crowded is a campaign of rows of ten results, with fifty testers.
func crowded(t testing.TB, rows int) *world {
	t.Helper()
	m := results(rows, loadSteps)
	for n := range testers {
		m.Parties = append(m.Parties, plan.Participant{
			Ref: testerOf(n), Name: fmt.Sprintf("Testeur %d", n), Role: string(recette.Tester),
		})
	}
	return worldOf(t, m)
}

// listens reads what the page of who follows is told, until the load is over, and gives how many events came.
func (w *world) listens(t testing.TB) (heard func() int) {
	t.Helper()
	c := w.inside()
	ctx, stop := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.base+"/campagnes/v1/direct", http.NoBody)
	w.must(err)
	answer, err := c.Do(r)
	w.must(err)
	told := make(chan int, 1)
	go func() {
		defer answer.Body.Close()
		buf, n := make([]byte, 64<<10), 0
		for {
			got, err := answer.Body.Read(buf)
			n += bytes.Count(buf[:got], []byte("\n\n"))
			if err != nil {
				told <- n
				return
			}
		}
	}()
	return func() int {
		stop()
		return <-told
	}
}

// holdsEach compares the journal with what was acknowledged: each gesture is there once, where it was said to be, and
// nothing else is.
func (w *world) holdsEach(got *loaded) {
	w.t.Helper()
	keys, steps, results := map[string]int64{}, map[string]int{}, 0
	for r, err := range w.record.Records(w.t.Context(), journal.Filter{Campaign: "v1"}) {
		w.must(err)
		l := &r.Leaf
		if l.Result == nil {
			continue
		}
		for _, s := range l.Result.Steps {
			if s.Verdict == "" || recette.Verdict(s.Verdict) == recette.NotRun {
				continue
			}
			results++
			steps[at(l.Result.Case, s.Step)]++
			if l.Request != nil {
				keys[l.Request.Key] = l.Seq
			}
		}
	}
	if results != len(got.At) || len(keys) != len(got.At) || len(steps) != len(got.At) {
		w.t.Errorf("%d gestures are acknowledged; the journal has %d verdicts by %d gestures on %d steps",
			len(got.At), results, len(keys), len(steps))
	}
	for key, at := range got.At {
		if keys[key] != at {
			w.t.Errorf("gesture %s is at %d, and was said to be at %d", key, keys[key], at)
		}
	}
}

// TestLoad: while fifty testers judge at once and a page follows, each gesture that is acknowledged is in the journal
// once, where it is said to be, and nothing else is.
func TestLoad(t *testing.T) {
	w, l := crowd(t, 20)
	heard := w.listens(t)
	l.For = 2 * time.Second
	got := l.runs(t)
	if n := heard(); n < 2 {
		t.Errorf("who follows is told %d times", n)
	}
	w.holdsEach(got)
	t.Logf("%d verdicts in %s", len(got.At), got.Took)
}
